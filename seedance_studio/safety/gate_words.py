"""The words of the prompt gate, by category. One word alone refuses nothing but force: see `gate`.

English entries are whole words or phrases; a trailing * takes any ending. Chinese entries are
regular expressions over the Chinese characters alone.
"""

from __future__ import annotations

from typing import Literal

Category = Literal["minor", "explicit", "suggestive", "force", "real_person", "forgery"]

ENGLISH: dict[Category, str] = {
    "minor": (
        "child, children, kid, kids, kiddie*, toddler*, infant*, newborn*, underage*, preteen*, "
        "teen, teens, teenage*, minors, schoolgirl*, schoolboy*, loli, lolis, lolicon, shota, "
        "little girl, little girls, little boy, little boys, young girl, young girls, young boy, "
        "baby girl, baby boy, kindergarten*, elementary school*, middle school*, junior high, "
        "pubescent, prepubescent, jailbait"
    ),
    "explicit": (
        "nude, nudes, nudity, naked, sex, sexual, sexually, sexting, porn*, hentai, nsfw, topless, "
        "bottomless, undress*, erotic*, erotica, orgasm*, masturbat*, genital*, penis*, vagina*, "
        "nipple*, breasts, blowjob*, handjob*, intercourse, fetish*, bdsm, unclothed, xxx, "
        "without clothes, no clothes, strip tease, striptease"
    ),
    "suggestive": (
        "sexy, seductive*, sensual*, lingerie, panties, aroused, horny, provocative pose, bikini, "
        "underwear, kinky, lewd, lustful*"
    ),
    "force": (
        "rape, raped, raping, rapist, molest*, gang bang, gangbang, nonconsensual, "
        "non consensual sex"
    ),
    "real_person": (
        "celebrity, celebrities, president, prime minister, politician, politicians, actress, "
        "real person, real people, famous singer, famous actor, pop star, movie star, my ex, "
        "ex girlfriend, ex boyfriend, my girlfriend, my boyfriend, my wife, my husband, "
        "my neighbor, my neighbour, my classmate, my coworker, my colleague, my teacher, my boss, "
        "influencer, streamer"
    ),
    "forgery": (
        "deepfake*, deep fake*, face swap*, faceswap*, impersonat*, fake news, fake footage, "
        "fake evidence, fake video of, fake confession, fake interview"
    ),
}

ENGLISH_HARMLESS = (
    "naked mole rat, naked mole rats, naked eye, nude lipstick, nude palette, nude color, "
    "nude colour, nude tone, nude tones, nude heels, kid gloves, goat kid, naked juice, "
    "kids menu, same sex, sex education, opposite sex"
)
"""Taken out before anything is looked for."""

_NOT_A_COMPOUND = "(?<![女男异同两雌雄母公理感知惯弹属特个酸碱磁人天本野任能创灵柔线刚硬])"
CHINESE: dict[Category, str] = {
    "minor": (
        "儿童|孩童|小孩|孩子|孩儿|幼女|幼童|幼儿|婴儿|婴幼|女童|男童|女孩|男孩|小妹妹|小弟弟|未成年|"
        "少女|少男|正太|萝莉|小学生|初中生|中学生|高中生|小学女生|学生妹|学龄前|宝宝"
    ),
    "explicit": (
        f"裸|{_NOT_A_COMPOUND}性爱|{_NOT_A_COMPOUND}性交|{_NOT_A_COMPOUND}性行为|做爱(?!心|国|好)|色情|"
        "情色|淫|乳房|乳头|露点|生殖器|阴茎|阴道|自慰|手淫|口交|脱衣|脱光|一丝不挂|黄片|成人片|春宫|"
        "不穿衣|没穿衣|没有穿衣"
    ),
    "suggestive": (
        f"{_NOT_A_COMPOUND}性感|性诱惑|色诱|挑逗|撩人|情趣|内衣|内裤|比基尼|丝袜诱惑|魅惑|娇喘"
    ),
    "force": "强奸|轮奸|迷奸|猥亵|性侵|乱伦",
    "real_person": (
        "明星|名人|女演员|男演员|影后|影帝|歌星|总统|总理|主席|领导人|政治家|真人|网红|主播|前女友|"
        "前男友|我女友|我男友|我的女友|我的男友|我老婆|我老公|女同事|男同事|我的同事|女同学|我的同学|"
        "女邻居|我的邻居|我的老师|女老师"
    ),
    "forgery": "换脸|深度伪造|深伪|冒充|假冒|伪造(?:视频|证据|新闻|采访|画面)|假新闻|假视频|假采访",
}

CHINESE_HARMLESS = (
    "裸眼|裸妆|裸色|裸机|裸辞|裸婚|裸考|裸车|裸价|裸岩|裸土|裸子植物|裸鼹鼠|裸露(?:的|着)?(?:岩|土|地|石|山|钢)|"
    "浸淫|淫雨|真人大小|全裸卫浴|裸砖|裸墙|女孩子气"
)
