"""What stands in for a word of the world that a set of weights has not learned.

Rows are: the word that stands in | the words it stands in for, all by id. A word that nothing comes
near to, such as food, has no row: it is reported as not known.
"""

_SUBJECTS = """
dog|wolf
horse|cow camel zebra unicorn
rabbit|squirrel mouse
tiger|leopard
bear|pig monkey koala teddy_bear
deer|sheep kangaroo
dragon|snake
turtle|frog crab
penguin|seal
duck|rooster chick swan flamingo peacock
eagle|parrot dove
butterfly|fairy
dolphin|shark mermaid
car|truck police_car ambulance racing_car
bicycle|cyclist
train|bullet_train
rocket|satellite
sailing_boat|canoe speedboat
woman|princess
man|superhero wizard ninja santa
runner|skier surfer
robot|alien
tree|palm_tree
pine_tree|cactus christmas_tree
pagoda|torii
football|basketball
lantern|candle pumpkin
umbrella|parachute mushroom
balloon|heart
"""
_SETTINGS = """
ocean|lake
meadow|garden
city|village fairground
forest|bamboo
room|stage kitchen
space|moon
"""


def _by_word(rows: str) -> dict[str, str]:
    pairs = (row.split("|") for row in rows.strip().splitlines())
    return {word: near for near, words in pairs for word in words.split()}


STAND_INS: dict[str, dict[str, str]] = {
    "subject": _by_word(_SUBJECTS),
    "setting": _by_word(_SETTINGS),
}
