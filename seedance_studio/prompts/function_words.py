"""Words with a role in a sentence and nothing to show, and compounds that only look familiar.

One row a role. Words here lose to longer words of the vocabulary and win over shorter ones.
"""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "filler",
    "soft",
    "adverb",
    "preposition",
    "locative",
    "not",
    "and",
    "object_verb",
    "unknown",
]
"""How a word that shows nothing steers its neighbours.

filler: says nothing. soft: says nothing and joins an adjective to its noun. adverb: may stand
inside a phrase ("镜头缓缓推进"). preposition: makes the subject after it scenery. locative: makes
the subject before it scenery. not: negates what follows. and: carries the negation on.
object_verb: what follows is worn, held or acted on. unknown: a compound to be taken whole, so
that its parts are not.
"""

EN_ROLES: dict[Role, str] = {
    "filler": """
a, an, the, this, that, these, those, it, its, his, her, their, they, them, him, i, me, my, we,
our, us, you, your, who, whom, whose, which, what, where, when, why, how, there, here, then, than,
so, as, if, but, while, whilst, during, until, after, before, because, though, although, however,
is, are, was, were, be, been, being, am, has, have, had, having, do, does, did, doing, done, will,
would, can, could, shall, should, may, might, must, let, lets, make, makes, making, made, get,
gets, getting, got, give, gives, giving, given, put, puts, take, takes, taking, taken, go, goes,
going, gone, come, comes, coming, came, went, become, becomes, becoming, seem, seems, appear,
appears, appearing, show, shows, showing, shown, see, seen, sees, seeing, feature, features,
featuring, depict, depicts, depicting, create, creates, generate, want, wants, need, please,
start, starts, starting, begin, begins, beginning, continue, continues, continuing, keep, keeps,
keeping, try, tries, trying, of, for, to, into, onto, out, off, up, down, back, away, forward,
forwards, backward, backwards, left, right, front, ahead, together, apart, around, about, also,
too, very, really, quite, rather, just, only, even, ever, again, once, twice, always, often,
sometimes, all, every, each, both, some, any, other, another, others, same, such, own, more, most,
less, least, much, few, lot, lots, kind, kinds, sort, type, way, ways, bit, piece, side, sides,
part, parts, middle, center, centre, top, bottom, edge, end, foreground, background, scene,
scenes, video, videos, clip, clips, footage, film, movie, image, picture, photo, photograph,
frame, frames, shot, shots, view, views, camera, cameras, lens, angle, style, styled, styles,
in the style of, look like, looks like, looking like, first frame, last frame, second, seconds,
minute, minutes, moment, time, times, long, short, one, first, last, next, new, old, young,
little, small, big, large, great, cute, adorable, lovely, beautiful, beautifully, pretty, nice,
gorgeous, stunning, amazing, awesome, wonderful, fantastic, incredible, majestic, magnificent,
epic, breathtaking, charming, elegant, graceful, perfect, best, good, great quality, quality,
high quality, best quality, masterpiece, professional, cinematic, cinematography, filmic,
dramatic, vivid, vibrant, detailed, highly detailed, ultra detailed, intricate, detail, details,
high resolution, resolution, realistic, photorealistic, hyperrealistic, ultra realistic, realism,
sharp focus, sharp, focus, hd, uhd, full hd, ultra hd, hdr, high definition, award winning, soft,
soft light, soft lighting, lighting, light, lights, natural light, natural lighting,
volumetric lighting, atmosphere, atmospheric, mood, moody, depth, depth of field,
shallow depth of field, bokeh, composition, render, rendering, rendered, octane, octane render,
unreal engine, trending on artstation, 3d, animation, animated, happy, happily, joyful, cheerful,
playful, peaceful, peace, calm, serene, tranquil, quiet, cosy, cozy, warm, lively, energetic,
dreamy, magical, romantic, far, close, near it, distance, distant, whole, entire, full, empty,
wide, open, high, low, deep, towards the viewer, viewer, viewers, us all, like, s, t, etc,
high speed, full speed, top speed, top notch, as well as, row of, rows of, field of view, sort of,
kind of, lots of, lot of, ray, rays, rays of light, smooth, stable, still image, not only,
heart shaped, hero shot,
not far, not just, no longer, no one, nobody, nothing, without stopping, on top, himself, herself,
itself, themselves, in a row, side by side, day and night, at last, all day, of the day, of day,
one day, again and again
""",
    "adverb": """
slow, slowly, smoothly, gently, gradually, steadily, quickly, softly, rapidly, swiftly, gentle
""",
    "preposition": """
in, on, at, by, near, nearby, beside, besides, behind, under, underneath, beneath, below, above,
over, across, through, along, among, amongst, amid, between, inside of, within, outside, toward,
towards, against, past, from, next to, close to, in front of, on top of, at the foot of, upon,
opposite, around the, surrounded by, filled with, full of, covered with, covered in, lined with,
dotted with
""",
    "not": "no, not, without, never, neither, nor, none, minus, except, excluding, avoid, cannot",
    "and": "and, or, plus",
    "object_verb": "wearing, wears, wear, holding, holds, hold, carrying, carries, with, dressed",
    "unknown": """
hot dog, black and white, light blue eyes, blue eyes, green eyes, brown eyes,
black hair, blond hair, blonde hair, white hair, red hair, brown hair, golden hair, red carpet,
traffic light, snow globe, dragon fruit, slow motion, slow mo, time lapse, timelapse, hyperlapse,
waves at the camera, waves at us, waving at the camera, waving at us, wave at the camera,
waves goodbye, plays guitar, playing guitar, play guitar, playing the guitar, plays the guitar,
playing piano, playing the piano, plays piano, plays the piano, playing chess, playing cards,
red wine, orange juice, rose garden party, stained glass, ice cube, fire hydrant,
tea house, horse race course, fish and chips, fish bowl soup, pan fried, frying pan, push up,
push ups, pull up, tree trunk rings, bear in mind, bus stop, ice skates, star wars, black friday,
green screen, white noise, blue jeans, red dress, white dress, black dress, blue dress, red hat,
white shirt, black suit, red scarf, yellow raincoat, red lips, ink wash painting, oil painting,
watercolor painting, pixel art, van gogh, studio ghibli, stop motion, rain boots, raincoat,
rain coat, space suit, spacesuit
""",
}

ZH_ROLES: dict[Role, str] = {
    "filler": """
了 着 过 在 正 正在 是 有 和谐 就 都 也 还 又 再 天气 很 太 非常 特别 十分 极其 更 最 最后 首先
然后 接着 随后 同时 而 而且 但 但是 因为 所以 如果 虽然 这 那 这个 那个 这里 那里 它 它们 他们
她们 我 我们 你 你们 自己 谁 什么 哪 怎么 一 一些 一点 一种 一样 一般 一起 一边 一直 一下
一片 一道 一束 一缕 一抹 一阵 一幅 一段 一幕 一场 一张 一层 一股 一丝 一路 个 只 些 片 束 道 画面
镜头 镜头里 镜头下 镜头中 摄像机 摄影机 相机 场景 视频 影片 电影 电影感 电影级 电影质感 画质
高画质 高清 超高清 超清 高质量 精美 画面精美 唯美 优美 美丽 漂亮 可爱 好看 壮观 壮丽 震撼 绝美
迷人 细腻 细节 细节丰富 丰富 质感 真实 逼真 写实 写实风格 光线 光线柔和 柔和 柔光 光影 自然光
灯光 光 氛围 氛围感 气氛 意境 风格 动画 动画风格 清晰 流畅 自然 效果 构图 景深 浅景深 背景 前景
远处 不远处 近处 四周 周围 身边 身后 眼前 中间 中央 左边 右边 左侧 右侧 首帧 尾帧 第一帧 最后一帧
参考 运镜 作为 使用 生成 制作 展示 展现 呈现 描绘 拍摄 拍 出现 显示 看到 看见 成 出 起 来 去 到
从 向 往 朝 把 被 让 使 给 对 对着 为 以 于 用 由 随着 沿着 顺着 跟 跟着 比 像 好像 仿佛 如同
犹如 宛如 似的 一般的 地面 时 时候 时分 时刻 秒 秒钟 分钟 小时 次 遍 小 大 老 新 年轻 年老 胖乎乎
毛茸茸 活泼 开心 快乐 愉快 欢快 欢乐 高兴 幸福 温馨 温暖 温柔 安静 宁静 静谧 平静 悠闲 悠然 自由
自在 自由自在 优雅 轻盈 尽情 不断 不停 不停地 不同 不仅 不过 不禁 不远 马上 立刻 突然 忽然 终于
已经 开始 继续 渐变 起来 下来 上来 出来 过来 过去 下去 上去 进来 出去 进 回 回来 回去 的时候 之间
之中 之下 之上 其中 其 个个 们 各种 各 每 整个 全 所有 任何 其他 另 另一 另一个 主角 主体 主人公
请 帮我 想要 希望 需要 能 会 可以 应该 要 想 得 地 所 吧 吗 呢 啊 呀 哦 嘛 哈 该 此 某 等 等等 即
便 则 却 仍 仍然 依然 依旧 无边 无垠 无限 无尽 一望无际 美 好 真 快 慢 高 低 远 近 长 短 深 浅 宽
窄 多 少 前方 后方 上方 下方 面前 方向 位置 角度 视角 视野 明白 著名 着名 有名 经典 完美 精彩
绚丽 绚烂 灿烂 鲜艳 明亮 明媚 华丽 神秘 梦幻 浪漫 诗意 治愈 史诗 史诗感 大片 大片感 大师 璀璨
滚滚 作品 杰作 最佳 顶级 专业 特效 渲染 超写实 摄影 摄影风格 商业 广告 质量 分辨率
""",
    "soft": "的 之 色的",
    "adverb": """
缓缓 缓缓地 慢慢 慢慢地 缓慢 缓慢地 缓慢的 逐渐 渐渐 渐渐地 徐徐 平稳 平稳地 快速 快速地 迅速
轻轻 轻轻地 慢速 匀速 持续 稍微 悠悠 悠闲地 开心地 欢快地 快乐地 优雅地 静静 静静地 高高 飞快
飞快地
""",
    "locative": """
上 下 里 中 内 外 边 旁 前 后 间 上空 旁边 前面 后面 上面 下面 里面 外面 附近 之前 之后 底下 对面
之旁 跟前 畔 之巅 巅
""",
    "not": "没 没有 无 不 不要 不是 不能 别 勿 禁止 避免 非 毫无 除了",
    "and": "、 和 与 或 或者 及 以及 还有",
    "object_verb": """
戴 戴着 穿 穿着 身穿 身着 头戴 披着 系着 拿 带着 骑 骑着 开着 驾驶着 驾着 拿着 抱着 追着 追逐着
追赶着 撑着 打着 牵着 踢着 踢 举着 捧着 提着 乘着 放着 放 看着 围着 吃 吃着 喝 喝着 弹着 坐 乘坐
充满 布满 长满 开满 停满 围绕着 经过 穿越
""",
    "unknown": """
红绿灯 红酒 红毯 红唇 红裙 红裙子 红衣 红帽子 红围巾 红茶 红豆 绿茶 绿豆 白酒 白菜 白发 白衣
白裙 白裙子 白纱 白领 白糖 黑板 黑客 黑衣 黑发 黑帮 黑白 黑色幽默 金发 蓝牙 蓝莓 黄瓜 黄油 粉丝
粉笔 粉末 紫菜 橙子 橙汁 游戏 打游戏 电子游戏 对象 印象 现象 气象 形象 想象 象棋 象征 火龙果
龙卷风 水龙头 恐龙化石 马桶 马拉松 马戏 马戏团 罗马 马赛克 马铃薯 马甲 斑马线 熊孩子 鱼竿 鱼香
钓鱼 鳄鱼皮 人工 人工智能 人参 人民币 人像 人偶 工人日报 花生 花瓶 花纹 花样 花费 火花 火花四溅
水花 拍打 拍岸 彩色 彩色的 五彩缤纷 五颜六色 烟花棒 爆米花 棉花 棉花糖 眼花 雪茄 雪碧 滑雪板
雪橇 雪靴 雨衣 雨鞋 雨刷 车轮 车窗 车站牌 车票 风车轮 船票 树叶 落叶 枫叶 红叶 树枝 树莓 球鞋
球衣 球拍 地球 地球仪 气球串 星球大战 眼球 雪球 山楂 假山 山药 河马戏 湖南 湖北 河南 河北 山东
山西 海南 海报 海鲜 海带 上海滩 青海 夜宵 夜曲 转角 转身离开 转发 转账 飞吻 飞镖 跑步机 走私 走秀
走神 站台 网站 车展 跳板 跳蚤 跳水 跳绳 滚烫 摇滚 摇滚乐 摇篮 玩具 玩具车 玩偶 冲浪板 冲击
冲咖啡 牛奶 牛肉 牛排 羊肉 鸡蛋 鸡腿 猪肉 草莓 阴影 阴谋 雾凇 三明治 四川 五角星 六角形 双手 双眼
双臂 无敌 无聊 别人 水墨 水墨画 水墨风 油画 水彩 水彩画 漫画 动漫 日漫 国风 古风 中国风 赛博朋克
像素 像素风 宫崎骏 新海诚 皮克斯 慢动作 慢镜头 延时 延时摄影 升格 定格动画 汉服 旗袍 西装 连衣裙
宇航服 太空服 弹吉他 弹钢琴 拉小提琴 吹笛子 唱歌 吃饭 喝水 喝茶 喝咖啡 做饭 下棋 看书 读书 写字
画画 打篮球 打电话 打架 拥抱 接吻 微笑 大笑 哭泣 说话 聊天 火锅 火焰 燃烧 爆炸 彩虹 春天 夏天
秋天 鼓掌 鼓励 鼓起 鼓舞 鼓楼 鼠标 春节 桌游 灯芯 灯泡炸裂 城管 风中 大风 微风 狂风 风
风景 美景 景色
""",
}
