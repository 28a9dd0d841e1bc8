# ruff: noqa: E501  (each row of a table stays on one line)
"""What people say and the world's vocabulary does not list.

SAME holds further names of the very thing. NEAR holds other things that the world can stand in
for. Rows are: id | English | Chinese. Nouns are singular and verbs in their base form; the lexicon
inflects them. Words already in the vocabulary win over a row here.
"""

SAME: dict[str, str] = {
    "subject": """
dog|doggo,pup|汪星人,小金毛,狗子,狗崽
cat|kitty cat,house cat|小猫咪,猫儿,喵
fire_engine|fire lorry|
aeroplane|airliner,passenger plane|客运飞机
bus|double decker bus,city bus|公车,双层巴士,小巴士
car|motor car|小轿车,私家车
taxi|yellow cab|出租
bicycle|push bike|脚踏车,自行单车
astronaut|taikonaut|
eagle|birdie|鸟类
woman|female|她
man|male|他
ufo|flying disc|
football|soccer|
""",
    "setting": """
beach|sandy shore|沙滩上,海滨,海滩边,海岸边,海岸线
snow|snow covered field,snow covered ground,snowy ground,snow covered landscape|雪地里
space|the stars and planets|宇宙空间
underwater|beneath the sea,beneath the waves,under the ocean,below the water|海洋深处,海水里
forest|in the trees|林子,树林里
meadow|green field,grassy field,field of grass|草丛,青草地
city|cityscape,metropolis,big city,city center,city centre|大城市,城区,城市街头
mountains|snowy mountains,snowy mountain,snow capped mountains,snowcapped mountains,mountain range,mountain top,mountain peak|大山,高山上
garden|field of flowers,under the cherry trees,under the cherry blossoms,under cherry blossoms|花园里,百花园,樱花树下,樱花下
bamboo|bamboos|竹林里,竹林间
stage|theatrical stage|舞台上,戏台上
fairground|ferris wheels,carnival ground|游乐园里,摩天轮下
""",
    "time": """
dawn|sun rise,sunup,at daybreak|日出时分,清早,天亮,天刚亮,大清早
day|by day|大白天里,白昼,晌午
sunset|sun set,sun goes down,sun going down,sun is setting,setting of the sun,sun sets,sun setting|日落时分,夕阳西下,太阳落山,太阳下山,落日余晖,夕阳余晖
dusk|gloaming|黄昏后,天色渐暗
night|night time,by night,at nighttime|夜间,半夜,大晚上,黑夜,夜幕
""",
    "weather": """
clear|clear day,sunny day,bright blue sky,clear blue sky,no clouds,without clouds,without a cloud,not a cloud|没有云,无云,晴空万里
rain|rainy day,stormy day,rain shower,pouring rain,heavy rain,light rain,rain falling,falling rain,rainfall|雨水,雨点,下着雨,下着大雨,下着小雨
snow|snowy day,heavy snow,light snow,snow falling,snow storm,snowstorm|飘着雪,飘着雪花,飘着小雪,飘着大雪,下着雪,下着大雪,下着小雪,大雪纷飞,雪花飘落,漫天飞雪,暴风雪
fog|foggy day,misty day,thick mist,misty haze,heavy fog,thick fog,dense fog|浓雾,雾蒙蒙,雾气弥漫
cloudy|cloudy day,overcast day,overcast sky,cloudy sky,grey clouds,gray clouds,dark clouds|乌云密布,阴云,阴云密布
""",
    "action": """
stand|stand still,not moving,sit still,motionless,stationary|一动不动,站在,坐在,停在,停放在,伫立,矗立,屹立,蹲着
walk|go for a walk|走在,行走在,散着步,走动,走来走去
run|sprint,dash|奔驰,奔腾,跑来跑去,跑动,快跑,小跑,疾跑
jump|leap,hop,bounce|跳来跳去,蹦跶,跃出,腾跃,跳上,跳过
dance|dance around,waltz|跳着舞蹈,跳起舞来,跳起舞,载歌载舞
spin|twirl,rotate,turn around,whirl|转着圈,自转,转来转去
fly|soar,hover,glide,take flight|飞起来,飞来飞去,翱翔于,滑翔,飞越,飞向,飞行在
float|drift,levitate|漂在,飘着,飘在,悬浮在,漂流,飘荡,飘来飘去
rise|lift off,take off,blast off,ascend,launch,go up,float up|飞上天,起飞升空,缓缓上升,冉冉升起
swim|paddle,dive|游来游去,游弋,游过
drive|cruise,drive along,drive through,drive past,speed along|行驶在,开过,驶来,驶入,驶向,奔驰在
sail|set sail|驶向大海,航行在
sway|swing,sway in the wind,sway in the breeze|随风摆动,随风飘动,随风飘扬,随风舞动,迎风摇曳
roll|roll along,tumble|滚来滚去,滚过,滚落
""",
    "camera": """
static|camera fixed,camera still,fixed shot,fixed lens,locked camera,locked off shot,locked shot,stationary camera,no camera movement,no camera motion,without camera movement,camera not move,camera is static,camera static,static view,stable camera|镜头不动,镜头静止,镜头固定,固定视角,机位固定,固定机位拍摄,无运镜,静止机位
push_in|push forward,dolly forward,zoom into,push into,dolly into,zoom towards,zoom toward,move closer,camera move in,camera move forward,camera move closer,camera move towards,camera move toward,camera moves in,camera close in,camera approach,camera zoom,zoom|推进,向前推进,向前推,前推,推向,镜头靠近,镜头拉近,镜头前移,镜头向前,镜头向前移动,镜头放大,由远及近,推镜,变焦推进,推镜头到
pull_out|zoom back,dolly back,pull away,dolly backward,dolly backwards,camera move back,camera move backward,camera move backwards,camera move away,camera back away,camera retreat,camera pull up and away|后拉,向后拉,拉开,镜头后退,镜头后移,镜头向后,镜头向后移动,镜头远离,镜头拉开,由近及远,拉出
pan_left|pan to the left,pan to left,pan toward the left,camera move to the left,left pan,camera left,camera turn left,sweep left,truck left|镜头向左,镜头往左,镜头左摇,往左摇,向左摇摄,镜头向左移动,镜头往左移动,向左摇动,从右向左摇,从右到左,从右向左,从右向左平移,从右到左平移,从右往左
pan_right|pan to the right,pan to right,pan toward the right,camera move to the right,right pan,camera right,camera turn right,sweep right,truck right|镜头向右,镜头往右,镜头右摇,往右摇,向右摇摄,镜头向右移动,镜头往右移动,向右摇动,从左向右摇,从左到右,从左向右,从左向右平移,从左到右平移,从左往右
tilt_up|tilt upward,tilt upwards,camera move upward,camera rise,camera look up,crane shot up,pan up,boom up,pedestal up|镜头向上,镜头向上移动,镜头上升,镜头升起,镜头抬起,向上摇摄,往上摇,镜头上摇
tilt_down|tilt downward,tilt downwards,camera move downward,camera descend,camera lower,camera look down,pan down,boom down,pedestal down|镜头向下,镜头向下移动,镜头下降,镜头降下,向下摇摄,往下摇,镜头下摇
orbit|orbit around,camera orbit,camera circle around,circle around,camera rotate around,camera revolve around,rotate around,360 degree shot,360 orbit,arc around,arcing shot,camera arc around,camera spin around|镜头围绕,围绕拍摄,镜头绕着,绕着拍,环绕运镜,环拍,360度环绕,360度拍摄,镜头旋转,环绕一周,环绕镜头拍摄
tracking|track shot,camera track,camera following,follow the subject,camera chase,dolly shot,trucking shot,steadicam,gimbal shot,side tracking|跟随拍摄,跟踪镜头,跟踪拍摄,镜头跟着,镜头紧跟,镜头跟踪,跟随运镜,移动跟拍,镜头追随,侧面跟拍
handheld|hand held,hand held shot,handheld footage,camera shake,shaky cam|手持感,镜头晃动,手持跟拍,抖动镜头,镜头抖动,手持镜头拍摄
""",
    "colour": """
red|red coloured,red colored,deep red,bright red,dark red|大红色,鲜红色,深红,深红色,暗红色,赤色
orange|orange coloured,orange colored,bright orange|橘红色,橘黄色
yellow|yellow coloured,yellow colored,bright yellow|金黄色,明黄,明黄色,黄澄澄
green|green coloured,green colored,dark green,bright green,light green|翠绿色,碧绿色,深绿,深绿色,嫩绿,浅绿,墨绿,墨绿色
blue|blue coloured,blue colored,dark blue,bright blue,light blue,navy blue,sky blue|天蓝色,深蓝色,浅蓝,浅蓝色,宝蓝,宝蓝色,湛蓝,蔚蓝
purple|purple coloured,purple colored|淡紫色,深紫色,紫罗兰
pink|pink coloured,pink colored,light pink,hot pink|桃红色,浅粉,浅粉色,粉嫩
white|white coloured,white colored,pure white|纯白,纯白色,雪白色,洁白色
black|black coloured,black colored,pitch black|纯黑,纯黑色,乌黑色
""",
}

NEAR: dict[str, str] = {
    "subject": """
dog|husky,poodle,shiba,shiba inu,beagle,dachshund,chihuahua,bulldog,german shepherd,border collie,collie,dalmatian,samoyed,pug,terrier,shepherd dog,pet|哈士奇,柴犬,泰迪,贵宾犬,边牧,边境牧羊犬,牧羊犬,德牧,萨摩耶,阿拉斯加,吉娃娃,斗牛犬,法斗,土狗,田园犬,小奶狗,比熊,博美,宠物
cat|persian cat,siamese cat,siamese,lynx,bobcat,ragdoll cat,british shorthair|布偶猫,英短,暹罗猫,波斯猫,狸花猫,花猫,奶猫,小奶猫,猞猁
horse|donkey,mule,foal|驴,驴子,毛驴,小马驹
rabbit||野兔
elephant|rhino,rhinoceros,hippo,hippopotamus,baby elephant|犀牛,河马,猛犸,猛犸象
lion|lion cub,lion king|狮子王,狮王
tiger||东北虎
panda|red panda,panda cub,baby panda,raccoon|小熊猫,浣熊,小浣熊,国宝
fox|arctic fox,fennec,weasel,ferret|九尾狐,黄鼠狼,雪貂,白狐
bear|polar bear|北极熊
deer|antelope,gazelle,moose,caribou|羚羊,驼鹿,九色鹿
dinosaur|triceratops,raptor,velociraptor,stegosaurus,brontosaurus,godzilla,monster,lizard,crocodile,alligator,iguana,chameleon|三角龙,迅猛龙,剑龙,翼龙,腕龙,哥斯拉,怪兽,怪物,蜥蜴,鳄鱼,变色龙
dragon|wyvern,phoenix,griffin|神龙,青龙,金龙,凤凰,麒麟
turtle|snail|蜗牛
duck||鸳鸯
owl|bat|蝙蝠
eagle|sparrow,crow,raven,swallow bird,pelican,hummingbird,vulture,condor,songbird|麻雀,乌鸦,燕子,喜鹊,鹈鹕,蜂鸟,秃鹫,鸟群,大雁,猎鹰
butterfly|dragonfly,firefly,fireflies,ladybug,ladybird|蜻蜓,萤火虫,瓢虫,飞蛾
bee|fly insect,mosquito,beetle,insect,bug|蚊子,苍蝇,甲虫,昆虫,虫子
fish|koi,koi carp,carp,salmon,seahorse,sea horse,angelfish,guppy,stingray,manta ray|锦鲤,鲤鱼,三文鱼,海马,鱼群,小丑鱼,魔鬼鱼,鳐鱼
whale|orca,killer whale,sperm whale,leviathan|虎鲸,鲸鲨,抹香鲸,鲲
octopus|squid,cuttlefish,kraken,shrimp|乌贼,鱿鱼,海怪,虾
car|supercar,convertible,limousine,limo,ferrari,porsche,tesla,lamborghini,hatchback,vintage car,buggy,roadster,hypercar,coupe|超跑,超级跑车,敞篷车,越野车,豪车,法拉利,保时捷,特斯拉,兰博基尼,老爷车,电动汽车,新能源车,车辆,车流,商务车
bus|tram,streetcar,trolley,trolleybus,camper van,camper,motorhome,rv|有轨电车,电车,房车,客车,大客车
tractor|excavator,bulldozer,digger,harvester,crane truck,tank|挖掘机,推土机,收割机,联合收割机,坦克
bicycle|tricycle,mountain bike,unicycle|三轮车,山地车,独轮车
motorcycle|moped,vespa,quad bike,atv,harley|电瓶车,哈雷,小电驴,踏板车
train|high speed train,subway,metro,subway train,monorail|地铁,绿皮火车,复兴号,轻轨
aeroplane|fighter jet,fighter,glider,biplane,airbus,boeing,space plane|滑翔机,歼20,纸飞机,双翼机,战机
helicopter|drone aircraft,quadcopter|四旋翼,武装直升机
rocket|missile,starship,spacex,shuttle|导弹,星舰,航天飞机,飞行器,神舟
ufo|alien spaceship,alien ship|外星飞碟
sailing_boat|fishing boat,catamaran|渔船,小渔船
ship|cargo ship,container ship,pirate ship,warship,battleship,submarine,aircraft carrier,titanic,tanker|货轮,货船,海盗船,军舰,战舰,潜艇,潜水艇,航母,航空母舰,泰坦尼克号,巨轮
woman|mother,mom,mum,sister,wife,grandmother,grandma,old woman,actress,businesswoman,nurse,waitress|妈妈,母亲,姐姐,妹妹,新娘,奶奶,老奶奶,老太太,女演员,小红帽,护士,小姐姐,妻子,妇女,女性,汉服少女,女主角
man|father,dad,brother,husband,groom,king,prince,grandfather,grandpa,old man,actor,cowboy,knight,soldier,warrior,businessman,policeman,fireman,firefighter,farmer,fisherman,chef,pirate,monk,worker,doctor|爸爸,父亲,哥哥,弟弟,新郎,国王,王子,爷爷,老爷爷,老人,老头,男演员,牛仔,骑士,士兵,战士,将军,侠客,剑客,警察,消防员,农民,渔夫,渔民,厨师,海盗,和尚,工人,医生,丈夫,大叔,男性,男主角,孙悟空,美猴王,马里奥
runner|football player,soccer player,basketball player,tennis player,human,humans,baby,babies,toddler,student,tourist,traveler,traveller,hiker,pedestrian,couple,family,friend,crowd,teenager,player,skater,swimmer,somebody,someone,teacher,passenger,commuter|人们,人类,婴儿,宝宝,小宝宝,小朋友,学生,游客,旅人,旅行者,行人,情侣,夫妻,一家人,家人,朋友,人群,青年,年轻人,球员,选手,老师,乘客,路人,孩童,娃娃,小娃娃,众人
dancer|ballet dancer,dancing girl,geisha,cheerleader,hip hop dancer|芭蕾舞者,芭蕾舞演员,街舞少年,舞蹈演员,舞姬,敦煌飞天
robot|mecha,transformer,machine,humanoid,toy robot,terminator|机甲,变形金刚,高达,机械人,人形机器人,智能机器人,机械
tree|cherry tree,cherry blossom tree,maple,maple tree,willow,willow tree,apple tree,banyan,ginkgo,birch,baobab|樱花树,枫树,柳树,苹果树,榕树,银杏树,银杏,白桦,梧桐,枯树,老树
pine_tree|cypress,conifer,cedar|柏树,雪松,竹子,翠竹
flower|lily,lotus,orchid,peony,cherry blossom,sakura,petal,dandelion,lavender flower,poppy,hibiscus,carnation,plant,bouquet|百合,莲花,荷花,兰花,牡丹,樱花,花瓣,蒲公英,梅花,桃花,菊花,康乃馨,花儿,野花,植物,花束,昙花,月季
house|villa,mansion,farmhouse,barn,building,shop,store,church,lighthouse,windmill,mill,shed,igloo,school,hospital,bungalow,cafe,restaurant,treehouse,shack,tent|别墅,农舍,谷仓,建筑,楼房,大楼,商店,教堂,灯塔,风车,磨坊,茅屋,茅草屋,学校,医院,民居,小店,冰屋,树屋,四合院,吊脚楼,蒙古包,帐篷
castle|tower,fort,citadel,manor,disney castle,ruins,pyramid,colosseum|塔楼,堡垒,庄园,要塞,迪士尼城堡,皇宫,故宫,金字塔,长城,遗迹,废墟,紫禁城
pagoda|shrine,monastery|神社,佛塔,雷峰塔,庙,古寺,寺院,天坛,凉亭,古建筑,少林寺
snowman|olaf,snow sculpture|雪宝,雪雕
football|volleyball,tennis ball,baseball,beach ball,marble,rugby ball,sphere|排球,网球,棒球,沙滩球,弹珠,橄榄球,乒乓球,毛线球,球体,保龄球
lantern|lamp,paper lamp,street lamp,light bulb,chandelier,torch|灯,路灯,花灯,宫灯,吊灯,河灯,火把,台灯,灯泡
kite|flag|旗帜,旗子,红旗
umbrella||油纸伞
balloon|blimp,zeppelin,bubble,soap bubble|泡泡,肥皂泡,飞船气球,氢气球
cow|ox,buffalo,bison|黄牛,水牛,牦牛
pig|boar|野猪,猪八戒
sheep|goat|山羊
rooster|turkey|
monkey|gorilla|大猩猩,猩猩
koala|sloth|树懒
squirrel|hedgehog|刺猬
mouse|hamster,guinea pig,chinchilla|仓鼠,豚鼠,龙猫
wolf|hyena,coyote|狼群
camel|alpaca,llama|羊驼
leopard|panther,puma,cougar,snow leopard|雪豹,美洲豹,黑豹
unicorn|pegasus|天马
snake||巨蛇
crab|lobster|龙虾
seal|walrus,otter,sea otter|海象,水獭,海獭
swan|goose,geese|黑天鹅,鹅,大鹅,白鹅
flamingo|crane bird,heron,stork|仙鹤,鹤,丹顶鹤,白鹭
dove|seagull,gull|海鸥
truck|pickup,pickup truck|皮卡
canoe|raft,gondola,dinghy,bamboo raft|竹筏,木筏,贡多拉,木船,扁舟,一叶扁舟,乌篷船
parachute|paraglider,hang glider|滑翔伞
skier|snowboarder|滑雪选手
fairy|elf,pixie dust|小精灵
superhero|spiderman,batman,superman|蜘蛛侠,蝙蝠侠
wizard|witch|女巫
ninja|samurai|武士
princess|bride,goddess,mermaid princess|仙女,女神,白雪公主,灰姑娘
ghost|spirit|鬼
fountain|water fountain|
cake|cupcake,cheesecake,pie,donut,doughnut|纸杯蛋糕,甜甜圈,慕斯
hamburger|sandwich|
apple|peach,pear,fruit|桃子,梨,水果
dumpling|bun,steamed bun,baozi,wonton|包子,小笼包,馄饨,汤圆,粽子,烧麦
noodles|spaghetti,pasta,instant noodles,rice noodles|意大利面,米粉,米线,泡面,方便面,粉面
teapot|teacup,cup of tea|茶杯,紫砂壶
bubble_tea|juice,cola,soda,drink|果汁,可乐,饮料
guitar|banjo,ukulele,bass guitar,pipa|尤克里里,贝斯,琵琶
drum|drum kit,drum set|架子鼓,腰鼓
violin|cello,erhu|大提琴,二胡
teddy_bear|plush toy,stuffed animal,stuffed toy|毛绒玩具,布偶熊
heart|valentine heart|
folding_fan|feather fan|羽毛扇,团扇
""",
    "setting": """
beach|bay,island,tropical island,lagoon,harbour,harbor,pier,hawaii,maldives,bali,sand,sand castle|海湾,岛,小岛,海岛,岛屿,热带岛屿,泻湖,港口,码头,夏威夷,马尔代夫,三亚,巴厘岛,海角,岸边
ocean|swimming pool,pool,waterfall,pacific,atlantic,harbor water,water surface,wave,tide,on the water,in the water,into the water,at the water edge|泳池,游泳池,瀑布,太平洋,大西洋,海水,波浪,浪花,巨浪,海浪上,水上,浪
forest|grove,amazon,bush,bushes,undergrowth,swamp,redwood forest,enchanted forest|灌木丛,亚马逊,沼泽,林中,密林,深林,枫林,松林,原始森林
mountains|himalayas,everest,volcano,cliff,canyon,grand canyon,rocky mountains,ridge,mount fuji,hill,hillside,plateau,glacier valley,summit|喜马拉雅,珠穆朗玛峰,珠峰,火山,悬崖,峡谷,大峡谷,富士山,山坡,山丘,小山,山岗,高原,阿尔卑斯,阿尔卑斯山,黄山,泰山,青山,山脚,山路,山峰,山崖,山水,群山环绕,梯田,岩石
city|town square,tokyo,new york,paris,london,shanghai,beijing,hong kong,venice,chinatown,alley,market,night market,plaza,rooftop,neon city,station,train station,airport,stadium,square,times square,skyscraper|东京,纽约,巴黎,伦敦,上海,北京,香港,重庆,广州,深圳,成都,杭州,威尼斯,唐人街,小巷,巷子,胡同,市场,夜市,集市,广场,屋顶,天台,霓虹,霓虹灯,霓虹街头,车站,火车站,机场,体育场,摩天大楼,外滩,天安门,高楼大厦,老街,街上,街角,商场,都市街头,赛博城市
desert|wasteland,badlands,savanna,savannah,oasis,egypt,dune|荒漠,荒野,荒原,稀树草原,绿洲,埃及,撒哈拉,撒哈拉沙漠,沙地,敦煌,黄沙
snow|antarctica,antarctic,north pole,south pole,glacier,iceberg,ski slope,ski resort,frozen lake,ice,winter wonderland,winter landscape,siberia|南极洲,冰川,冰山,滑雪场,冰湖,冰面,冰雪世界,西伯利亚,白雪皑皑,银装素裹,雪国,冰上,雪坡
meadow|farm,farmland,wheat field,rice field,vineyard,pasture,playground,campus,zoo,steppe,plain,plains,sunflower field,lavender field,tulip field,soccer field,football field,football pitch,golf course,tea plantation,greenery|农场,农田,麦田,稻田,葡萄园,牧场,操场,校园,动物园,草甸,平原,大草原,油菜花田,薰衣草田,向日葵田,足球场,球场,高尔夫球场,绿地,青草,草,茶园,油菜花,田间,田地,绿草,绿草如茵
space|on mars,mars,planet,saturn,jupiter,milky way,nebula,black hole,asteroid,solar system,star field,stardust,wormhole,earth orbit,zero gravity,weightlessness|火星,火星上,星球,行星,土星,木星,银河系,星云,黑洞,小行星,太阳系,星海,星河,虫洞,地球轨道,失重
underwater|seafloor,sea floor,ocean floor,ocean depths,aquarium,fish tank,atlantis,coral,kelp forest,trench|海底世界,水族馆,鱼缸,珊瑚,海草,海沟,龙宫,深渊,水底世界,海洋馆
road|bridge,tunnel,racetrack,race track,track,freeway,expressway,railway track,railroad,train tracks,railway tracks,trail,crossroads,intersection,asphalt,driveway,sidewalk,pavement,parking lot,route 66|桥,大桥,桥上,隧道,赛道,跑道,铁路,铁轨,轨道,小道,小径,十字路口,路口,柏油路,人行道,停车场,街道路面,道路上,国道,沿海公路,大路,路面,金门大桥
room|house interior,hall,dance hall,ballroom,gym,office,classroom,library,bathroom,garage,dance studio,hallway,corridor,apartment,bar,nightclub,museum,warehouse,factory,laboratory,lab,at home,in the house,cafe interior,sofa,couch,bed,desk,floor,window,windowsill,carpet,table|大厅,舞厅,宴会厅,健身房,办公室,教室,图书馆,浴室,车库,舞蹈室,走廊,公寓,酒吧,夜店,迪厅,博物馆,仓库,工厂,实验室,在家,沙发,沙发上,床上,床,书桌,地板,窗,窗户,窗外,窗边,窗前,窗台,窗台上,地毯,书房,宿舍,咖啡馆,咖啡厅,房子里,屋子里,屋子,桌子,桌上,桌面
lake|stream,creek,canal,reservoir,wetland,lotus pond|江边,湖岸,河岸,河水,河流,江面,江水,西湖,小溪,溪流,溪水,运河,荷塘,水库,湿地
garden|orchard,backyard,yard,courtyard,botanical garden,greenhouse|果园,后院,院子,桃花林,樱花林,植物园,御花园,苗圃
village|suburb,small town,rural area,farmyard|古镇,江南,水乡,郊区,山村,渔村
moon|moon base,lunar base,moon crater|月球基地,环形山,月宫,广寒宫
stage|opera house,concert,concert hall,circus ring,spotlight|歌剧院,演唱会,音乐厅,聚光灯,聚光灯下
kitchen|dining room,dining table,bakery|餐厅,饭桌,面包房
fairground|circus,roller coaster,merry go round,carousel,disneyland,theme parks|马戏团,过山车,旋转木马,迪士尼,迪士尼乐园,庙会,灯会
""",
    "time": """
dawn|sunlit morning,rising sun,sun rising,sun comes up,sun is rising,cockcrow,breakfast time,morning light|旭日,朝阳,朝霞,晨曦,晨雾,太阳升起,日出东方,凌晨,上午,早晨的阳光,旭日东升,红日
day|sunlight,summer day,high noon,lunchtime,sunshine,midday sun,daytime sun|烈日,午间,夏日,艳阳,盛夏,日光
sunset|dying light,red sky,golden light,golden sunlight,warm evening light,orange sky|余晖,残阳,斜阳,霞光,夕照,火烧云,日暮,黄昏时分,金色的阳光,金色阳光,魔法时刻,黄金时刻
dusk|late evening,sun has set,streetlights come on|天黑,华灯初上,暮霭,傍晚时分过后,天色将晚
night|moon,full moon,moonrise,stars,starlight,starlit,dark,darkness,aurora,northern lights,fireworks,late night,nocturnal,neon lights,city lights,milky way sky,night sky,halloween|月亮,明月,圆月,满月,月下,月色,星星,繁星,星光,黑暗,极光,烟花,烟火,半夜三更,夜空,夜景,子夜,灯火通明,万家灯火,满天星,元宵,中秋,除夕
""",
    "weather": """
clear|sun,bright sun,sunlit,sunbathed,after the rain,after rain,warm sun,sky,skies|雨后,雨过天晴,太阳,阳光,晴朗的天空,阳光明媚,阳光灿烂,天空,天空中,空中,蓝天白云,碧空,高空,天上
cloudy|cloud,dull,dark sky,gray day,grey day,dreary|云,云朵,云海,白云,云雾,昏暗的天空,云端
rain|thunderstorm,thunder,lightning,hurricane,typhoon,monsoon,raindrop,wet,puddle,rainstorm,tempest|雷雨,雷电,闪电,打雷,台风,飓风,雨滴,积水,水坑,雷阵雨,湿漉漉,暴风雨,风雨,雨夜
snow|winter,christmas,frost,hail,sleet,icy,wintry|冬天,冬季,冬日,圣诞,霜,冰雹,寒冬,白雪,风雪,雪夜
fog|smoke,smoky,steam,smog,vapour,vapor,dust,sandstorm,hazy air|烟雾,烟,浓烟,蒸汽,烟雨,仙气,云雾缭绕,沙尘暴,尘土,朦胧
""",
    "action": """
stand|howl,sleep,lie,lie down,look,gaze,stare,watch,rest,pose,nap,wait,stay,perch,relax,observe,meditate,stop,sunbathe,lay,bloom,grow,loom|嚎叫,睡觉,睡着,熟睡,躺着,躺在,趴着,趴在,凝视,注视,望着,眺望,仰望,打盹,休憩,冥想,停下,停留,盛开,绽放,开放,晒太阳,倚靠,栖息,发呆,遥望,观看,俯视
walk|slither,hike,crawl,climb,stroll,march,wander,roam,explore,pace,patrol,trot,prowl,stride,approach,travel,move,creep,graze,sneak,skip|爬,爬行,攀爬,登山,徒步,行军,漫游,游荡,探索,巡逻,踱来踱去,前进,走向,走来,穿过,穿行,觅食,闲逛,逛街,逛,遛,移动,向前走,爬山,踏青
run|gallop,charge,hunt,race,chase,jog,rush,escape,flee,skate,ski,skateboard,ice skate,hurry,pursue,scamper,play football,play soccer|追,追赶,逃跑,逃,冲,冲向,滑雪,滑冰,溜冰,滑板,赛跑,疾奔,冲锋,捕猎,狩猎,晨跑,踢球,踢足球
jump|play,frolic,pounce,somersault,backflip,flip,romp,bound,have fun,celebrate,cheer,breach|玩,玩耍,玩儿,嬉戏,嬉闹,打闹,翻跟头,后空翻,扑,欢呼,庆祝,撒欢,扑腾,跃
dance|perform,groove,ballet,tango,breakdance,boogie,party,shuffle,twist,moonwalk,play music|表演,芭蕾,街舞,探戈,跳芭蕾,广场舞,蹦迪,扭动,扭腰,舞剑,打太极,练太极
spin|turn,swirl,revolve,circle,pirouette,roll over|回旋,盘绕,翻转,扭转,转身
fly|flutter,swoop,flap,circle in the sky,hover over,skydive|拍打翅膀,振翅,扑扇,展翅,飞机飞过,俯冲,跳伞,滑过天空,掠过,展翅高飞
float|hang,suspend,bob,weightless,hover in the air|悬挂,挂着,挂在,浮,浮着,浮在,漂,飘过,飘落,飘舞,悬在
rise|climb into the sky,release into the sky|飞起,腾起,飘上天空,飘向天空
swim|snorkel,splash,scuba dive,bathe,wade|浮潜,戏水,玩水,潜入,潜游,遨游,洗澡,泡澡
drive|ride,commute,pedal,cycle,roll down the road,speed|骑车,骑马,骑自行车,漂移,飙车,驶离,穿梭,疾速行驶,驰骋
sail|surf,row,navigate,cross the sea|冲浪,划船,划着,划桨,泛舟,远航,荡舟,摆渡,破浪
sway|nod,shake,flutter in the wind,bend|挥手,招手,点头,摇头,摇晃,晃,飘扬,飘拂,摇,舞
roll|roll down,spin along|滚下,骨碌
""",
    "camera": """
static|locked,steady shot,stable shot,eye level shot,medium shot|中景,平视,平拍,稳定镜头
push_in|close up,closeup,extreme close up,macro,macro shot,detail shot,first person,pov|特写,近景,大特写,微距,近距离,第一人称,主观视角,希区柯克变焦
pull_out|wide shot,long shot,establishing shot,extreme wide shot,wide angle,full shot,panorama,panoramic,panoramic view|全景,远景,大远景,广角,大全景
pan_right|pan,pan across,panning,panning shot,camera sweep,sweep across|横移,平移,摇镜头,横摇,摇摄,移镜头
tilt_up|low angle,low angle shot,worm eye view,crane shot,looking up,jib shot|仰拍,仰视,低角度,低机位,摇臂
tilt_down|high angle,high angle shot,overhead,overhead shot,top down,top down view,top view,bird eye view,birds eye view|俯拍,俯视镜头,俯瞰,鸟瞰,顶视,高角度,俯视视角
orbit|aerial,aerial shot,aerial view,drone,drone shot,drone footage,drone view,bullet time|航拍,无人机,无人机视角,航拍镜头,子弹时间,无人机航拍
tracking|fpv,chase cam,running shot,one take,long take,side view|穿越机,一镜到底,长镜头,跟着拍,运动镜头,侧拍
handheld|vlog,documentary style,found footage,go pro,gopro|纪录片风格,自拍,跟拍抖动
""",
    "colour": """
red|maroon,burgundy,cherry red,wine red|酒红,酒红色,枣红,枣红色,绯红
orange|apricot,copper,peach coloured,rust,coral coloured|琥珀色,珊瑚色,铜色,杏色
yellow|blond,blonde,cream,beige,mustard,brown,tan,khaki|米色,米黄色,土黄,棕色,褐色,咖啡色,淡黄色,卡其色,黄褐色,棕
green|olive,mint,turquoise,teal,jade|橄榄色,薄荷绿,青绿色,军绿色,松石绿
blue|indigo,aqua,sapphire|靛蓝,靛蓝色,蓝宝石色,湖蓝,靛青
purple|mauve,lilac,plum|丁香紫,淡紫
pink|fuchsia,salmon coloured|玫红,玫红色,玫瑰色
white|silver,silvery,pale|银色,银白,银白色,乳白,乳白色,米白色
black|grey,gray,dark coloured,charcoal|灰色,灰,深灰色,黑乎乎,墨色
""",
}
