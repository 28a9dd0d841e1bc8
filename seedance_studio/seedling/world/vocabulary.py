# ruff: noqa: E501  (each row of a table stays on one line)
"""Everything the world knows, with its names in English and Chinese.

The renderer draws these words, the captions say them, and the prompt panel finds them in what a
user typed. Plain Python, so that understanding a prompt never loads torch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["animal", "person", "vehicle", "thing", "bird", "fish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing the world knows."""

    id: str
    en: tuple[str, ...]
    """Lower case; the first is canonical, the rest are synonyms, plurals and verb forms."""
    zh: tuple[str, ...]
    """The first is canonical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Word):
    """Something that can be the subject of a clip."""

    emoji: str
    """File stem in the fluent emoji set: its codepoints in hexadecimal, joined by hyphens."""
    kind: Kind
    colourable: bool
    """Whether a colour word may repaint it."""
    actions: tuple[str, ...]
    """Action ids it can play; the first is its default."""
    settings: tuple[str, ...]
    """Setting ids where it is plausible; the first is its default."""


_KINDS: dict[str, tuple[Kind, str, str]] = {
    # Each group gives its kind, its actions and its settings.
    "pet": (
        "animal",
        "run walk jump stand",
        "meadow beach room forest snow road city garden village kitchen",
    ),
    "wild": ("animal", "walk run stand jump", "forest meadow mountains snow village"),
    "panda": ("animal", "walk run stand jump", "bamboo forest meadow mountains snow garden"),
    "savanna": ("animal", "walk run stand", "meadow desert forest mountains"),
    "waterfowl": ("bird", "swim walk stand fly", "ocean meadow beach lake garden village"),
    "penguin": ("bird", "walk swim jump stand dance", "snow ocean beach underwater stage"),
    "perching": ("bird", "fly stand", "forest mountains meadow city garden bamboo"),
    "flying": ("bird", "fly", "mountains ocean forest desert meadow lake"),
    "insect": ("animal", "fly", "meadow forest room garden village bamboo"),
    "sea": ("fish", "swim float", "underwater lake"),
    "leaper": ("fish", "swim jump", "ocean underwater"),
    "turtle": ("animal", "walk swim stand", "beach underwater meadow lake garden"),
    "car": ("vehicle", "drive stand", "road city desert beach mountains meadow snow village"),
    "farm": ("vehicle", "drive stand", "meadow road forest village"),
    "train": ("vehicle", "drive stand", "meadow mountains forest snow city village"),
    "aircraft": ("vehicle", "fly", "mountains ocean city desert beach lake"),
    "rocket": ("vehicle", "fly rise", "space desert mountains moon"),
    "boat": ("vehicle", "sail float", "ocean lake"),
    "person": (
        "person",
        "walk run stand jump",
        "city beach meadow road forest snow room garden village bamboo kitchen fairground",
    ),
    "runner": ("person", "run walk jump", "road city beach meadow forest snow room garden village"),
    "dancer": ("person", "dance spin stand", "room beach city meadow stage garden"),
    "robot": ("person", "walk dance stand spin", "city room desert space moon stage kitchen"),
    "astronaut": ("person", "float walk stand", "space desert room moon"),
    "plant": ("thing", "sway stand", "meadow forest mountains beach garden village"),
    "building": ("thing", "stand", "meadow mountains forest snow beach village"),
    "ball": ("thing", "roll jump spin", "meadow beach room road garden"),
    "hanging": ("thing", "sway float rise spin", "city room meadow village garden stage"),
    "balloon": ("thing", "rise float sway", "meadow mountains city beach lake fairground"),
    "snowman": ("thing", "stand dance spin", "snow forest mountains village"),
    "livestock": ("animal", "walk run stand jump", "meadow village garden mountains forest"),
    "poultry": ("bird", "walk run stand jump", "meadow village garden forest"),
    "monkey": ("animal", "walk run jump stand dance", "forest mountains meadow bamboo"),
    "kangaroo": ("animal", "jump run stand", "desert meadow forest"),
    "small": ("animal", "run walk jump stand", "forest meadow room garden village kitchen"),
    "frog": ("animal", "jump stand swim", "meadow forest lake garden bamboo"),
    "camel": ("animal", "walk run stand", "desert mountains meadow"),
    "unicorn": (
        "animal",
        "run walk jump stand fly",
        "meadow forest snow mountains garden fairground",
    ),
    "snake": ("animal", "walk sway stand", "forest desert meadow garden bamboo"),
    "crab": ("animal", "walk stand dance", "beach underwater"),
    "shark": ("fish", "swim jump", "underwater ocean"),
    "seal": ("animal", "stand swim jump", "snow beach ocean underwater"),
    "wading": ("bird", "stand walk dance", "beach meadow lake garden forest"),
    "dove": ("bird", "fly", "city meadow mountains ocean village garden"),
    "satellite": ("vehicle", "float fly spin", "space moon"),
    "parachute": ("vehicle", "float rise sway", "mountains meadow desert beach city"),
    "skier": ("person", "run jump stand", "snow"),
    "surfer": ("person", "sail jump stand", "ocean beach"),
    "cyclist": ("person", "drive stand", "road city meadow forest mountains village bamboo"),
    "fairy": ("person", "fly float dance stand", "forest meadow garden bamboo"),
    "mermaid": ("person", "swim float", "underwater ocean lake"),
    "hero": ("person", "fly run jump stand", "city mountains road space moon stage"),
    "wizard": ("person", "walk stand dance float", "forest mountains room village stage"),
    "ninja": ("person", "run walk jump stand", "forest city mountains bamboo village"),
    "santa": ("person", "walk stand dance jump", "snow forest city room village"),
    "princess": ("person", "walk stand dance spin", "room meadow forest garden stage fairground"),
    "ghost": ("person", "float fly dance", "forest room city village fairground"),
    "alien": ("person", "walk stand dance float", "space desert city moon"),
    "cactus": ("thing", "stand sway dance", "desert room"),
    "palm": ("thing", "sway stand", "beach desert"),
    "mushroom": ("thing", "stand sway dance", "forest meadow garden bamboo"),
    "festive_tree": ("thing", "stand sway spin", "snow room city forest village"),
    "fountain": ("thing", "stand", "city meadow garden village fairground"),
    "gate": ("thing", "stand", "mountains forest beach village garden"),
    "treat": ("thing", "stand spin jump", "kitchen room fairground beach meadow garden"),
    "dish": ("thing", "stand spin jump", "kitchen room meadow village"),
    "fruit": ("thing", "stand roll jump spin", "kitchen garden room meadow beach village"),
    "instrument": ("thing", "stand spin sway dance", "stage room beach meadow city"),
    "toy": ("thing", "stand dance jump spin", "room meadow snow stage fairground garden"),
    "gift": ("thing", "stand spin jump float", "room snow city stage village"),
    "candle": ("thing", "stand sway float", "room forest kitchen stage garden"),
    "heart": ("thing", "float rise spin sway", "meadow beach city room stage garden"),
    "fan": ("thing", "float spin sway", "room meadow stage garden bamboo"),
}

# id | emoji | group | * if colourable | English | Chinese
_SUBJECT_ROWS = """
dog|1f415|pet|*|dog,dogs,puppy,puppies,doggy,golden retriever,labrador,retriever,corgi,hound|狗,小狗,狗狗,金毛犬,金毛,犬,柯基,拉布拉多
cat|1f408|pet|*|cat,cats,kitten,kittens,kitty,tabby|猫,小猫,猫咪,猫猫,橘猫,喵星人
horse|1f40e|wild|*|horse,horses,pony,stallion,mare,steed|马,骏马,小马,马儿,马匹
rabbit|1f407|pet||rabbit,rabbits,bunny,bunnies,hare|兔子,小兔子,小兔,兔兔,白兔,兔
elephant|1f418|savanna||elephant,elephants,mammoth|大象,小象,象,长毛象
lion|1f981|savanna||lion,lions,lioness|狮子,雄狮,小狮子,狮
tiger|1f405|wild||tiger,tigers,tiger cub|老虎,小老虎,虎,猛虎
panda|1f43c|panda||panda,pandas,giant panda|熊猫,大熊猫
fox|1f98a|wild||fox,foxes,red fox|狐狸,小狐狸,狐
bear|1f43b|wild||bear,bears,brown bear,grizzly,bear cub|熊,棕熊,小熊,大熊,狗熊,黑熊
deer|1f98c|wild||deer,stag,reindeer,fawn,buck,elk|鹿,小鹿,梅花鹿,驯鹿,麋鹿
giraffe|1f992|savanna||giraffe,giraffes|长颈鹿
dinosaur|1f996|savanna||dinosaur,dinosaurs,t-rex,tyrannosaurus,dino|恐龙,霸王龙,小恐龙
dragon|1f409|flying|*|dragon,dragons,chinese dragon|龙,巨龙,小龙,飞龙,中国龙
turtle|1f422|turtle||turtle,turtles,tortoise,sea turtle|乌龟,海龟,小乌龟,龟
penguin|1f427|penguin||penguin,penguins,emperor penguin|企鹅,小企鹅,帝企鹅
duck|1f986|waterfowl||duck,ducks,duckling,mallard,ducklings|鸭子,小鸭子,小鸭,鸭,野鸭
owl|1f989|perching||owl,owls|猫头鹰,夜猫子
eagle|1f985|flying||eagle,eagles,hawk,falcon,bird,birds|老鹰,鹰,雄鹰,鸟,小鸟,鸟儿,飞鸟
butterfly|1f98b|insect|*|butterfly,butterflies,moth|蝴蝶,彩蝶
bee|1f41d|insect||bee,bees,honeybee,bumblebee,wasp|蜜蜂,小蜜蜂,大黄蜂,黄蜂
fish|1f420|sea|*|fish,fishes,tropical fish,goldfish,clownfish|鱼,小鱼,热带鱼,金鱼,鱼儿
dolphin|1f42c|leaper||dolphin,dolphins,porpoise|海豚,小海豚
whale|1f433|leaper||whale,whales,blue whale,humpback|鲸鱼,蓝鲸,鲸,座头鲸
octopus|1f419|sea||octopus,octopuses|章鱼,八爪鱼
jellyfish|1fabc|sea|*|jellyfish,medusa|水母,海蜇
car|1f697|car|*|car,cars,automobile,sedan,suv,jeep,sports car,vehicle|汽车,小汽车,轿车,车,跑车,车子,小车,吉普车
taxi|1f695|car||taxi,taxis,cab,taxicab|出租车,的士,计程车
bus|1f68c|car|*|bus,buses,coach,minibus,school bus,van|公交车,巴士,公共汽车,大巴,校车,面包车
fire_engine|1f692|car||fire engine,fire engines,fire truck,firetruck,fire trucks|消防车,救火车
tractor|1f69c|farm|*|tractor,tractors|拖拉机,农用车
bicycle|1f6b2|car|*|bicycle,bicycles,bike,bikes|自行车,单车,脚踏车
motorcycle|1f3cd-fe0f|car|*|motorcycle,motorcycles,motorbike,motorbikes,scooter|摩托车,机车,摩托,电动车
train|1f682|train|*|train,trains,locomotive,steam train,steam engine,railway|火车,列车,蒸汽火车,小火车,火车头
aeroplane|2708-fe0f|aircraft||aeroplane,airplane,plane,aeroplanes,airplanes,planes,jet,aircraft|飞机,客机,喷气机,战斗机
helicopter|1f681|aircraft|*|helicopter,helicopters,chopper|直升机,直升飞机
rocket|1f680|rocket||rocket,rockets,spaceship,spacecraft,space shuttle|火箭,宇宙飞船,飞船,太空船
ufo|1f6f8|rocket||ufo,ufos,flying saucer|飞碟,不明飞行物,外星飞船
sailing_boat|26f5|boat||sailing boat,sailing boats,sailboat,sailboats,yacht,boat,boats|帆船,小船,船,小帆船,游艇,小舟
ship|1f6a2|boat||ship,ships,cruise ship,ferry,ocean liner,steamship|轮船,大船,邮轮,游轮,渡轮
woman|1f6b6-200d-2640-fe0f|person||woman,women,girl,girls,lady,she,young woman|女人,女孩,女子,女士,女生,姑娘,小女孩,少女,美女
man|1f6b6-200d-2642-fe0f|person||man,men,boy,boys,guy,he,gentleman,young man|男人,男孩,男子,男士,男生,小伙子,小男孩,少年,帅哥
runner|1f3c3|runner||runner,runners,jogger,athlete,person,child,kid,children|跑者,跑步者,运动员,人,孩子,小孩,儿童
dancer|1f483|dancer|*|dancer,dancers,dancing woman,ballerina,flamenco dancer|舞者,舞蹈家,舞女,跳舞的女人,跳舞的女孩
robot|1f916|robot|*|robot,robots,android,cyborg,droid|机器人,小机器人
astronaut|1f9d1-200d-1f680|astronaut||astronaut,astronauts,spaceman,cosmonaut,spacewoman|宇航员,航天员,太空人
tree|1f333|plant||tree,trees,oak,oak tree,big tree|树,大树,树木,绿树
pine_tree|1f332|plant||pine tree,pine trees,fir tree,pine,spruce,evergreen|松树,杉树,青松
flower|1f339|plant|*|flower,flowers,rose,roses,tulip,blossom|花,花朵,玫瑰,鲜花,玫瑰花,郁金香,小花
sunflower|1f33b|plant||sunflower,sunflowers,daisy|向日葵,葵花,太阳花
house|1f3e0|building||house,houses,cottage,cabin,hut,home|房子,小屋,木屋,房屋,小房子
castle|1f3f0|building||castle,castles,palace,fortress|城堡,宫殿,古堡
pagoda|1f3ef|building||pagoda,temple,pagodas,temples,japanese castle,pavilion|宝塔,寺庙,塔,楼阁,古塔,亭子
snowman|26c4|snowman||snowman,snowmen,frosty|雪人,小雪人
football|26bd|ball||football,footballs,soccer ball,ball,balls|足球,球,皮球
lantern|1f3ee|hanging|*|lantern,lanterns,paper lantern,sky lantern,chinese lantern|灯笼,孔明灯,红灯笼,天灯
kite|1fa81|balloon||kite,kites|风筝,纸鸢
umbrella|2602-fe0f|hanging|*|umbrella,umbrellas,parasol|雨伞,伞,阳伞,小伞
balloon|1f388|balloon|*|balloon,balloons,hot-air balloon,hot air balloon,airship|气球,热气球,飞艇
cow|1f404|livestock||cow,cows,bull,bulls,cattle,dairy cow|奶牛,牛,小牛,母牛,乳牛,公牛
pig|1f416|livestock||pig,pigs,piglet,piglets,hog|猪,小猪,猪猪,粉红猪
sheep|1f411|livestock||sheep,lamb,lambs,ewe|绵羊,羊,小羊,羊羔,小绵羊
rooster|1f413|poultry||rooster,roosters,chicken,chickens,hen,hens,cockerel|公鸡,鸡,母鸡,大公鸡
chick|1f425|poultry||chick,chicks,baby chicken|小鸡,小黄鸡,雏鸡
monkey|1f412|monkey||monkey,monkeys,chimpanzee,ape|猴子,猴,小猴子,小猴,猴儿
kangaroo|1f998|kangaroo||kangaroo,kangaroos,wallaby|袋鼠,小袋鼠
koala|1f428|wild||koala,koalas,koala bear|考拉,树袋熊,小考拉
squirrel|1f43f-fe0f|small||squirrel,squirrels,chipmunk|松鼠,小松鼠,花栗鼠
mouse|1f401|small||mouse,mice,rat,rats|老鼠,小老鼠,鼠,耗子
wolf|1f43a|wild||wolf,wolves,grey wolf|狼,灰狼,野狼,大灰狼
frog|1f438|frog||frog,frogs,toad,toads|青蛙,小青蛙,树蛙,蛤蟆
camel|1f42b|camel||camel,camels|骆驼,小骆驼
leopard|1f406|savanna||leopard,leopards,cheetah,cheetahs,jaguar|豹子,猎豹,豹,花豹,金钱豹
zebra|1f993|savanna||zebra,zebras|斑马,小斑马
unicorn|1f984|unicorn|*|unicorn,unicorns|独角兽,小独角兽
snake|1f40d|snake||snake,snakes,serpent,cobra,python|蛇,小蛇,大蛇,蟒蛇,眼镜蛇
crab|1f980|crab||crab,crabs|螃蟹,小螃蟹,大闸蟹
shark|1f988|shark||shark,sharks,great white shark|鲨鱼,大白鲨,小鲨鱼
seal|1f9ad|seal||seal,seals,sea lion,sea lions|海豹,小海豹,海狮
swan|1f9a2|waterfowl||swan,swans|天鹅,小天鹅,白天鹅
flamingo|1f9a9|wading||flamingo,flamingos|火烈鸟,红鹤
peacock|1f99a|wading||peacock,peacocks|孔雀,绿孔雀
parrot|1f99c|perching||parrot,parrots,macaw|鹦鹉,小鹦鹉,金刚鹦鹉
dove|1f54a-fe0f|dove||dove,doves,pigeon,pigeons|鸽子,白鸽,和平鸽,小鸽子
truck|1f69a|car|*|truck,trucks,lorry,lorries,delivery truck,cargo truck|卡车,货车,大卡车,大货车
police_car|1f693|car||police car,police cars,patrol car,cop car|警车,巡逻车
ambulance|1f691|car||ambulance,ambulances|救护车,急救车
racing_car|1f3ce-fe0f|car|*|racing car,racing cars,race car,race cars,racecar,formula one car|赛车,方程式赛车
bullet_train|1f685|train|*|bullet train,bullet trains,high-speed train,high-speed trains|高铁,动车,高铁列车,子弹头列车
canoe|1f6f6|boat||canoe,canoes,kayak,kayaks,rowing boat,rowboat,dragon boat|独木舟,皮划艇,划艇,龙舟,小木舟
speedboat|1f6a4|boat|*|speedboat,speedboats,motorboat,motorboats|快艇,摩托艇,汽艇
parachute|1fa82|parachute||parachute,parachutes,parachutist,skydiver|降落伞,跳伞者,跳伞员
satellite|1f6f0-fe0f|satellite||satellite,satellites,space station,space stations|卫星,人造卫星,空间站
skier|26f7-fe0f|skier||skier,skiers|滑雪者,滑雪的人,滑雪运动员
surfer|1f3c4|surfer||surfer,surfers|冲浪者,冲浪的人,冲浪选手
cyclist|1f6b4|cyclist||cyclist,cyclists,bike rider,bicycle rider|骑行者,骑车的人,骑自行车的人,骑车人
fairy|1f9da|fairy||fairy,fairies,pixie,pixies|仙子,小仙女,精灵,花仙子
mermaid|1f9dc-200d-2640-fe0f|mermaid||mermaid,mermaids,little mermaid|美人鱼,小美人鱼,人鱼
superhero|1f9b8|hero|*|superhero,superheroes,hero,heroes|超级英雄,英雄,超人
wizard|1f9d9|wizard||wizard,wizards,mage,magician,sorcerer|巫师,魔法师,法师,魔术师
ninja|1f977|ninja||ninja,ninjas|忍者,小忍者
santa|1f385|santa||santa claus,santa,father christmas|圣诞老人,圣诞老爷爷
princess|1f478|princess||princess,princesses,queen,queens|公主,小公主,女王,王后
ghost|1f47b|ghost||ghost,ghosts,phantom|幽灵,小幽灵,鬼魂
alien|1f47d|alien||alien,aliens,extraterrestrial,martian|外星人,小外星人
cactus|1f335|cactus||cactus,cacti,saguaro|仙人掌,仙人球
palm_tree|1f334|palm||palm tree,palm trees,palm,palms,coconut tree|棕榈树,椰子树,椰树
mushroom|1f344|mushroom||mushroom,mushrooms,toadstool|蘑菇,小蘑菇
christmas_tree|1f384|festive_tree||christmas tree,christmas trees,xmas tree|圣诞树,小圣诞树
fountain|26f2|fountain||fountain,fountains|喷泉,喷水池
torii|26e9-fe0f|gate||torii gate,torii gates,torii|鸟居,红鸟居
cake|1f382|treat||cake,cakes,birthday cake,birthday cakes|蛋糕,生日蛋糕,小蛋糕
ice_cream|1f366|treat||ice cream,ice creams,ice cream cone,gelato|冰淇淋,冰激凌,甜筒,雪糕
hamburger|1f354|treat||hamburger,hamburgers,burger,burgers,cheeseburger|汉堡,汉堡包
pizza|1f355|treat||pizza,pizzas,slice of pizza|披萨,比萨,披萨饼
apple|1f34e|fruit|*|apple,apples|苹果,小苹果
watermelon|1f349|fruit||watermelon,watermelons|西瓜,大西瓜
pumpkin|1f383|fruit||pumpkin,pumpkins,jack-o-lantern,jack-o-lanterns|南瓜,南瓜灯,大南瓜
mooncake|1f96e|dish||mooncake,mooncakes,moon cake|月饼,小月饼
dumpling|1f95f|dish||dumpling,dumplings,jiaozi,potsticker|饺子,水饺,蒸饺
noodles|1f35c|dish||noodle bowl,noodle bowls,noodles,ramen|面条,拉面,牛肉面,汤面
teapot|1fad6|dish|*|teapot,teapots,kettle|茶壶,水壶
bubble_tea|1f9cb|treat||bubble tea,bubble teas,milk tea,boba|奶茶,珍珠奶茶,波霸奶茶
guitar|1f3b8|instrument|*|guitar,guitars,electric guitar|吉他,电吉他
drum|1f941|instrument||drum,drums,snare drum|鼓,大鼓,小鼓
violin|1f3bb|instrument||violin,violins,fiddle|小提琴,提琴
teddy_bear|1f9f8|toy||teddy bear,teddy bears,teddy,plush bear|泰迪熊,玩具熊,毛绒熊,小熊玩偶
gift|1f381|gift|*|gift,gifts,gift box,birthday present|礼物,礼盒,礼物盒
basketball|1f3c0|ball||basketball,basketballs|篮球
candle|1f56f-fe0f|candle||candle,candles|蜡烛,烛火
heart|2764-fe0f|heart|*|heart,hearts,love heart|爱心,心形,小爱心
folding_fan|1faad|fan|*|folding fan,folding fans,paper fan,hand fan|扇子,折扇,纸扇
red_envelope|1f9e7|gift||red envelope,red envelopes,red packet,hongbao|红包,利是
"""

# id | English | Chinese
_SETTING_ROWS = """
beach|beach,beaches,seaside,shore,seashore,coast,sandy beach,on the sand|海滩,沙滩,海边,海岸
ocean|ocean,sea,open sea,open water,on the waves,at sea,waves|大海,海面,海上,海洋,海,水面,海浪
forest|forest,woods,woodland,jungle,rainforest|森林,树林,丛林,林间,雨林
mountains|mountains,mountain,alps,peaks,hills,valley,mountainside,cliffs|山,高山,群山,雪山,山脉,山谷,山间,山顶,山里
city|city,town,downtown,skyline,city street,streets,urban,skyscrapers,street|城市,都市,街道,市区,街头,大街,闹市,城里,高楼
desert|desert,dunes,sand dunes,sahara,cactus desert,gobi|沙漠,沙丘,戈壁,大漠
snow|snowfield,snow field,snowy field,in the snow,snowy landscape,arctic,ice field,tundra|雪地,雪原,冰原,雪野,北极,南极,冰天雪地
meadow|meadow,grassland,field,grass,lawn,prairie,park|草地,草原,草坪,田野,公园,原野
space|space,outer space,cosmos,universe,galaxy,orbit around the earth,stars and planets|太空,宇宙,外太空,银河,星空中,星际
underwater|underwater,under the sea,undersea,seabed,coral reef,deep sea,under water,reef|海底,水下,水底,珊瑚礁,深海,海里,水中,水里
road|road,country road,highway,roads,motorway,lane,roadside,route,path|公路,乡间公路,马路,道路,高速公路,路上,小路,路边
room|room,indoors,indoor,living room,bedroom,studio,inside|房间,室内,客厅,卧室,屋里,屋内,家里
lake|lake,river,lakeside,pond,on the lake,lakeshore,riverside,riverbank,calm lake|湖,湖面,湖边,河,湖上,湖泊,河面,池塘,湖水,湖畔,河边,河畔
garden|garden,flower garden,flower field,gardens,blooming garden,flower bed,flower beds|花园,花海,庭院,花丛,花田,樱花园
village|village,countryside,hamlet,villages,village street,old village|村庄,乡村,村子,小镇,村里,农村,乡下
bamboo|bamboo forest,bamboo grove,bamboo,bamboo woods,bamboo thicket|竹林,竹海,竹子林,竹丛
stage|stage,theatre,theater,theatre stage,theater stage,on stage,concert stage|舞台,剧场,剧院,戏台
kitchen|kitchen,kitchen table,kitchen counter,kitchens|厨房,餐桌,灶台
moon|moon surface,surface of the moon,lunar surface,on the moon,lunar landscape,moonscape|月球,月球表面,月面,月球上,月亮上
fairground|fairground,amusement park,funfair,carnival,theme park,fun fair,ferris wheel|游乐园,游乐场,嘉年华,主题公园,摩天轮
"""

_TIME_ROWS = """
dawn|dawn,sunrise,early morning,morning,daybreak,first light|黎明,日出,清晨,早晨,早上,破晓,晨光,拂晓
day|day,daytime,noon,midday,afternoon,daylight,in the sun,broad daylight|白天,中午,正午,下午,日间,大白天,午后,阳光下
sunset|sunset,golden hour,sundown,evening glow,setting sun,late afternoon|日落,夕阳,黄昏,落日,傍晚,晚霞,夕阳下
dusk|dusk,blue hour,twilight,evening,nightfall|暮色,蓝调时刻,薄暮,暮光,入夜,蓝调
night|night,midnight,nighttime,at night,moonlight,moonlit,starry night,starry sky|夜晚,夜,夜里,晚上,深夜,午夜,月光,月夜,夜色,星夜,星空
"""

_WEATHER_ROWS = """
clear|clear,clear sky,sunny,cloudless,fine weather,bright sky,blue sky|晴,晴朗,晴天,晴空,万里无云,蓝天,好天气
cloudy|cloudy,overcast,clouds,grey sky,gray sky,gloomy|多云,阴天,阴,乌云,云层,阴沉
rain|rain,raining,rainy,drizzle,downpour,shower,storm,stormy,in the rain|雨,下雨,雨天,雨中,小雨,大雨,暴雨,细雨
snow|snow,snowing,snowfall,snowflakes,snowy,falling snow,blizzard|雪,下雪,雪花,飘雪,雪中,大雪,小雪
fog|fog,foggy,mist,misty,haze,hazy|雾,大雾,薄雾,雾气,雾天,迷雾,雾霾
"""

_ACTION_ROWS = """
stand|standing,stand,stands,still,standing still,idle,sitting,sits,waiting,parked,resting|站立,站着,静立,站,静止,停着,坐着,等待,停放,休息
walk|walking,walk,walks,strolling,strolls,wandering,stepping|行走,走,散步,走着,漫步,走路,走过,踱步
run|running,run,runs,sprinting,galloping,racing,jogging,rushing,dashing|奔跑,跑,跑步,跑着,飞奔,狂奔,冲刺,跑过
jump|jumping,jump,jumps,leaping,leaps,hopping,hops,bouncing,bounces|跳跃,跳,跳起,蹦跳,跳着,跃起,弹跳,蹦蹦跳跳
dance|dancing,dance,dances,grooving,waltzing|跳舞,舞蹈,起舞,舞动,翩翩起舞,跳着舞
spin|spinning,spin,spins,rotating,rotates,turning,turns,twirling,whirling|旋转,转,转圈,转动,旋转着,打转
fly|flying,fly,flies,soaring,soars,gliding,hovering,flapping|飞行,飞,飞翔,翱翔,飞舞,飞过,飞着,盘旋
float|floating,float,floats,drifting,drifts,hanging|漂浮,飘浮,漂着,飘,飘动,悬浮,浮动
rise|rising,rise,rises,ascending,taking off,lifting off,launching,going up|升起,上升,升空,起飞,发射,腾空
swim|swimming,swim,swims,diving,dives,paddling|游泳,游,游动,游着,潜水,畅游,游水
drive|driving,drive,drives,riding,cruising,speeding,driven|行驶,驾驶,开车,驶过,疾驰,行进,飞驰,骑行
sail|sailing,sail,sails,navigating,voyaging|航行,驶,扬帆,出海,起航,乘风破浪
sway|swaying,sway,sways,swinging,waving,rocking,in the breeze|摇曳,摇摆,摇动,晃动,随风摇曳,摆动,随风
roll|rolling,roll,rolls,tumbling,rolls along|滚动,滚,翻滚,滚着
"""

_CAMERA_ROWS = """
static|static shot,static camera,fixed camera,locked-off,still camera,tripod shot,static|固定镜头,静止镜头,固定机位,定机位
push_in|push in,dolly in,zoom in,zooms in,pushes in,close in,zooming in,push-in|推进镜头,推近,推镜头,拉近,镜头推进,放大,推镜
pull_out|pull out,dolly out,zoom out,zooms out,pulls back,pull back,zooming out,pull-out|拉远镜头,拉远,拉镜头,镜头拉远,缩小,拉镜
pan_left|pan left,pans left,panning left,camera moves left|左摇镜头,向左摇,左移镜头,镜头左移,向左平移
pan_right|pan right,pans right,panning right,camera moves right|右摇镜头,向右摇,右移镜头,镜头右移,向右平移
tilt_up|tilt up,tilts up,tilting up,camera moves up,crane up|上摇镜头,向上摇,镜头上移,上移镜头,升镜头
tilt_down|tilt down,tilts down,tilting down,camera moves down,crane down|下摇镜头,向下摇,镜头下移,下移镜头,降镜头
orbit|orbit shot,orbit,orbiting,arc shot,circling camera,camera circles,360 shot|环绕镜头,环绕,绕拍,镜头环绕,环绕拍摄
tracking|tracking shot,tracking,follow shot,following shot,camera follows,follow cam|跟拍镜头,跟拍,跟随镜头,镜头跟随,跟镜头
handheld|handheld shot,handheld,hand-held,shaky camera,handheld camera,shaky|手持镜头,手持,手持摄影,手持拍摄,晃动镜头
"""

_COLOUR_ROWS = """
red|red,crimson,scarlet,ruby|红色,红,红色的,大红,朱红,鲜红
orange|orange,tangerine,amber,ginger|橙色,橙,橘色,橙色的,橘黄,橘红
yellow|yellow,golden,gold,lemon|黄色,黄,黄色的,金色,金黄
green|green,emerald,lime|绿色,绿,绿色的,翠绿,碧绿
blue|blue,navy,azure,sky-blue,cyan|蓝色,蓝,蓝色的,天蓝,深蓝,青色
purple|purple,violet,lavender|紫色,紫,紫色的,紫罗兰色
pink|pink,rose-coloured,magenta|粉色,粉,粉红色,粉红,粉色的,桃红
white|white,snow-white,ivory|白色,白,白色的,雪白,洁白
black|black,jet-black|黑色,黑,黑色的,乌黑,漆黑
"""

# How a second subject goes with the first.
_RELATION_ROWS = """
with|and,with,together with,along with,alongside,accompanied by,beside,next to|和,与,跟,同,一起,陪着,旁边,身边
chasing|chasing,chases,chase,chased,after,following,follows,pursuing,pursues|追逐,追,追着,追赶,追逐着,追赶着,追向,尾随
passing|passing,passes,pass,passing by,passes by,past,by,going past|经过,路过,驶过,飞过,走过,跑过,游过,穿过,途经
"""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _words(rows: str) -> dict[str, Word]:
    fields = (row.split("|") for row in rows.strip().splitlines())
    return {name: Word(id=name, en=_split(en), zh=_split(zh)) for name, en, zh in fields}


def _subjects(rows: Iterable[str]) -> dict[str, Subject]:
    subjects = {}
    for row in rows:
        name, emoji, group, colourable, en, zh = row.split("|")
        kind, actions, settings = _KINDS[group]
        subjects[name] = Subject(
            id=name,
            en=_split(en),
            zh=_split(zh),
            emoji=emoji,
            kind=kind,
            colourable=bool(colourable),
            actions=tuple(actions.split()),
            settings=tuple(settings.split()),
        )
    return subjects


SUBJECTS: dict[str, Subject] = _subjects(_SUBJECT_ROWS.strip().splitlines())
SETTINGS: dict[str, Word] = _words(_SETTING_ROWS)
TIMES: dict[str, Word] = _words(_TIME_ROWS)
WEATHERS: dict[str, Word] = _words(_WEATHER_ROWS)
ACTIONS: dict[str, Word] = _words(_ACTION_ROWS)
CAMERAS: dict[str, Word] = _words(_CAMERA_ROWS)
COLOURS: dict[str, Word] = _words(_COLOUR_ROWS)
RELATIONS: dict[str, Word] = _words(_RELATION_ROWS)
