"""Pictures with and without a person, drawn here: no real face is needed to test a detector."""

from PIL import Image, ImageDraw, ImageFilter

SKIN, SHADE, HAIR, LIPS = (225, 180, 155), (206, 158, 134), (60, 40, 30), (185, 85, 85)


def draw_face(side=480):
    """A portrait that the detector takes for a face."""
    image = Image.new("RGB", (480, 480), (120, 150, 170))
    draw = ImageDraw.Draw(image)
    draw.ellipse((120, 50, 360, 300), fill=HAIR)
    draw.rectangle((200, 330, 280, 460), fill=(200, 150, 125))
    draw.ellipse((140, 90, 340, 390), fill=SKIN)
    draw.ellipse((145, 75, 335, 170), fill=HAIR)
    for x in (198, 282):
        draw.ellipse((x - 24, 208, x + 24, 232), fill=(245, 240, 235))
        draw.ellipse((x - 11, 208, x + 11, 231), fill=(70, 45, 30))
        draw.ellipse((x - 5, 214, x + 5, 225), fill=(10, 10, 10))
        draw.arc((x - 28, 180, x + 28, 220), 200, 340, fill=(50, 35, 25), width=8)
        draw.arc((x - 25, 204, x + 25, 236), 190, 350, fill=(80, 50, 40), width=4)
    draw.polygon([(234, 230), (220, 282), (260, 282), (246, 230)], fill=SHADE)
    draw.ellipse((220, 274, 234, 286), fill=(150, 100, 85))
    draw.ellipse((246, 274, 260, 286), fill=(150, 100, 85))
    draw.ellipse((198, 312, 282, 344), fill=LIPS)
    draw.line((198, 328, 282, 328), fill=(110, 40, 40), width=4)
    return image.filter(ImageFilter.GaussianBlur(3)).resize((side, side))


def draw_landscape():
    """Hills, a sun and a tree; nobody there."""
    image = Image.new("RGB", (640, 360), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.ellipse((480, 40, 560, 120), fill=(250, 230, 140))
    draw.ellipse((-100, 220, 400, 560), fill=(90, 140, 80))
    draw.ellipse((250, 250, 800, 600), fill=(70, 120, 70))
    draw.rectangle((150, 170, 162, 250), fill=(90, 60, 40))
    draw.ellipse((110, 100, 200, 190), fill=(50, 100, 50))
    return image.filter(ImageFilter.GaussianBlur(1))
