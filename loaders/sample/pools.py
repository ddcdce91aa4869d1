"""Pools of words from which names of firms, persons, streets and towns are combined, per language.

Firms are two or three common nouns and a word of trade, so that no firm of the sample is a firm anybody knows.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """The words of one language; `family_ending` is put after family stems (after a consonant, after a vowel)."""

    script: str
    words: tuple[str, ...]
    trades: tuple[str, ...]
    men: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    family_ending: tuple[str, str] = ("", "")
    female_ending: str = ""
    patronymic: tuple[str, str] = ("", "")


def _w(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CYRILLIC_TRADES = _w("Транс Логистик Сервис Экспорт Импорт Трейд Инвест Агро Строй Пром Групп Снаб Торг Маркет")
LATIN_TRADES = _w("Trans Logistik Servis Eksport Import Treyd Invest Agro Tekstil Prom Grup Market Savdo Kargo")
ENGLISH_TRADES = _w("Trading Logistics Export Textile Industrial Foods Machinery Cargo Supply Materials Tools Commerce")

KAZAKH = Pool(
    "cyrillic",
    _w("Дала Жұлдыз Алтын Көктем Бұлақ Шаңырақ Самал Арман Достық Береке Қайнар Төбе Арай Сұңқар Тұлпар Қыран "
       "Нұр Жайлау Өзен Тау Жол Күміс Болашақ Мұра Асар Жетісу Сарыарқа Есіл Ұлан Керуен Құрыш Отау Өріс Тарлан "
       "Шырақ"),
    CYRILLIC_TRADES,
    _w("Арман Ерлан Нұрлан Бауыржан Қайрат Дәурен Серік Мұрат Асқар Ержан Талғат Болат Жанат Рүстем Самат Айдос "
       "Әлібек Тимур Ғалым Олжас Санжар Мейрам"),
    _w("Айгүл Гүлнар Жанар Сәуле Динара"),
    _w("Ахмет Қасым Нұрлыбек Сәрсен Оспан Жұмабай Әбіл Тілеу Мұқан Ысқақ Байжан Сейт Құрман Рахым Бекен Төлеген "
       "Смағұл Жүніс Қален Есен Дүйсен Ибрай"),
    ("ов", "ев"), "а", ("ұлы", "қызы"),
)  # fmt: skip
KYRGYZ = Pool(
    "cyrillic",
    _w("Тоо Нур Жылдыз Бүркүт Жайлоо Көл Суу Арча Таң Күн Достук Ынтымак Береке Алтын Күмүш Чүй Талас Нарын Сары "
       "Өзөн Тулпар Кербен Мурас Келечек Көчмөн Сонун Бакыт Жаз Арашан Токой Шоола Кыял Булак Асман Жетиген"),
    CYRILLIC_TRADES,
    _w("Азамат Бакыт Нурлан Эрмек Талант Улан Чыңгыз Кубан Мирлан Айбек Данияр Жеңиш Тилек Рысбек Алмаз Медет "
       "Өмүр Эмил Искен Канат Руслан Марат"),
    _w("Айжан Гүлзат Назгүл Айнура Бермет"),
    _w("Асан Токто Жумабек Эсен Мамат Кадыр Осмон Бейше Шерим Турду Абды Сыдык Калый Иса Молдо Алым Сатар Байыш "
       "Ормон Чоро Султан Мамбет"),
    ("ов", "ев"), "а", (" уулу", " кызы"),
)  # fmt: skip
TAJIK = Pool(
    "cyrillic",
    _w("Сомон Помир Роҳ Баҳор Навруз Чашма Кӯҳ Зарафшон Ҳисор Вахш Абрешим Ситора Офтоб Боғ Дарё Меҳр Суғд "
       "Хатлон Шодӣ Тоҷ Гулзор Анор Нилуфар Дӯстӣ Ваҳдат Шарқ Фирӯз Кайҳон Паём Умед Ганҷ Лола Чинор Субҳ Қулла"),
    CYRILLIC_TRADES,
    _w("Фирдавс Ҷамшед Рустам Суҳроб Баҳром Далер Парвиз Фаррух Шерзод Муҳаммад Зафар Манучеҳр Ҳикмат Амир "
       "Сиёвуш Искандар Ҷовид Қодир Нозим Саид Комрон Шӯҳрат"),
    _w("Мадина Зарина Нигора Фарзона Шаҳло"),
    _w("Раҳим Шариф Карим Назар Ҳаким Қурбон Ҷӯра Мирзо Сафар Ашур Одина Давлат Бобо Холиқ Ғафур Зоир Юсуф "
       "Исмоил Раҷаб Шамс Тоҳир Мурод"),
    ("ов", "ев"), "а", ("ович", "овна"),
)  # fmt: skip
UZBEK = Pool(
    "uzbek",
    _w("Sharq Oltin Bahor Vodiy Chinor Yulduz Quyosh Navro'z Zamin Bog' Daryo Tong Baraka Lochin Karvon "
       "Zarafshon Nihol Ipak Yo'l Marvarid Obod Umid Sadaf G'alaba Do'stlik Zilol Samo Tulpor Hilol Mehr Qanot "
       "Gulzor Bo'ston Ravnaq Kamolot"),
    _w("Trans Logistika Servis Eksport Import Treyd Invest Agro Qurilish Savdo Tekstil Ta'minot Bozor Kargo"),
    _w("Sherzod Jamshid Otabek Ulug'bek Botir Alisher Bekzod Davron Farhod G'ayrat Husan Ikrom Jasur Kamol Laziz "
       "Mansur Nodir Oybek Po'lat Rustam Sardor Temur"),
    _w("Nargiza Dilnoza Gulnora Shahnoza Feruza"),
    _w("Karim Rahim Yusup Toshmat Ergash Qosim Xolmat Sodiq Nazar Abdulla Hamro O'rin Jo'ra Usmon Ismoil Umar "
       "Norbo'ta Eshon Bobo Shukur G'ofur Xo'ja"),
    ("ov", "yev"), "a", (" o'g'li", " qizi"),
)  # fmt: skip
TURKMEN = Pool(
    "turkmen",
    _w("Altyn Garagum Ýol Bahar Çynar Ýyldyz Gün Daň Bereket Merw Umman Deňiz Güneş Nesil Täze Gül Dag Kerwen "
       "Çeşme Balkan Lebap Bedew Ösüş Ylham Dostluk Zemin Gala Hasyl Ýelken Sahra Ak Gök Ýaz Bulut Ojak"),
    LATIN_TRADES,
    _w("Merdan Batyr Döwlet Myrat Rejep Maksat Kakajan Ýusup Oraz Baýram Çary Didar Eziz Gurban Hemra Kerim Nury "
       "Perhat Rahym Süleýman Wepa Aman"),
    _w("Maral Jeren Ogulgerek Bahar Aýna"),
    _w("Annaberdi Gurban Oraz Myrat Atamyrat Nury Rejep Baýram Çary Hojaguly Amangeldi Durdy Ata Meret Kakabaý "
       "Öwez Halmyrat Geldi Ýazmyrat Allaberdi Seýit Tagan"),
    ("ow", "ýew"), "a", ("owiç", "owna"),
)  # fmt: skip
AZERI = Pool(
    "azeri",
    _w("Abşeron Qızıl Günəş Bahar Ulduz Şəlalə Dəniz Odlar Körpü Yol Zirvə Muğan Çinar Araz Kür Nur Bərəkət "
       "Karvan Dostluq Ümid Savalan Şahdağ İpək Zəfər Yaşıl Mavi Bulaq Göy Təbiət Aran Dalğa Sahil Lalə Xəzri "
       "Kəhriz"),
    LATIN_TRADES[:-2] + _w("Ticarət Tikinti"),
    _w("Elçin Rəşid Vüqar Ramin Kamran Elnur Fuad Tural Orxan Anar Ceyhun Rövşən Samir Zaur Natiq Əli Emin Azər "
       "Mübariz Nicat Cavid Pərviz"),
    _w("Aygün Sevinc Günay Leyla Nərgiz"),
    _w("Əliyev Məmmədov Həsənov Hüseynov Quliyev İsmayılov Abbasov Rəhimov Cəfərov Babayev Nəbiyev Kərimov "
       "Səfərov Mustafayev Vəliyev Ağayev Nəsirov Qasımov Orucov Bağırov Şirinov Tağıyev"),
    ("", ""), "a", (" oğlu", " qızı"),
)  # fmt: skip
UKRAINIAN = Pool(
    "cyrillic",
    _w("Карпати Степ Зоря Промінь Джерело Калина Світанок Полісся Явір Лелека Сокіл Чумак Колос Нива Хвиля Обрій "
       "Едельвейс Бджола Вітрило Криниця Барвінок Веселка Тополя Січ Гетьман Лан Бескид Дністер Десна Ворскла "
       "Берег Маяк Схід Південь Ялина"),
    CYRILLIC_TRADES,
    _w("Андрій Сергій Олексій Тарас Богдан Ігор Василь Юрій Роман Микола Павло Ярослав Віталій Олег Дмитро "
       "Максим Іван Петро Степан Євген Остап Назар"),
    _w("Олена Ірина Наталія Оксана Юлія"),
    _w("Шевчук Бондаренко Коваленко Ткаченко Мельник Кравчук Олійник Лисенко Гаврилюк Савченко Руденко Марченко "
       "Поліщук Гончар Дяченко Яценко Кузьменко Панченко Левчук Тимошук Харченко Білоус"),
    ("", ""), "", ("ович", "івна"),
)  # fmt: skip
GEORGIAN = Pool(
    "georgian",
    _w("კავკასია მზე მთა ზღვა გზა ვარსკვლავი ოქრო იმედი არწივი რიონი მტკვარი ალაზანი კოლხი იბერია გაზაფხული ვაზი "
       "წყარო ხიდი ცისკარი ნიავი თოვლი მერცხალი შირაქი სამგორი ლილე ნათელი ალვა ნეკერი არაგვი ენგური თრიალეთი "
       "ქარავანი ჩინარი ფაზისი ბორანი"),
    _w("ტრანსი ლოჯისტიკა სერვისი ექსპორტი იმპორტი ტრეიდი ინვესტი აგრო მარკეტი ჯგუფი ტექსტილი ვაჭრობა"),
    _w("გიორგი დავით ლევან ნიკა ზურაბ თორნიკე ირაკლი ვახტანგ გოჩა ბექა მამუკა ოთარ ავთანდილ შოთა ლაშა ზაზა კობა "
       "თემურ რევაზ ნუგზარ მერაბ სანდრო"),
    _w("ნინო თამარ მარიამ ეკა ქეთევან"),
    _w("ბერიძე კაპანაძე გელაშვილი მაისურაძე გიორგაძე ლომიძე წიკლაური ბოლქვაძე ქავთარაძე ხუციშვილი ჯანელიძე "
       "ჩიქოვანი ნოზაძე შენგელია თოდუა მჭედლიძე ბურდული გოგოლაძე ჯაფარიძე ლაბაძე ტაბატაძე ხარაძე"),
)  # fmt: skip
DARI = Pool(
    "abjad",
    _w("آریا|Ariya|Aria ستاره|Setara|Sitara خورشید|Khorshid|Khurshed کوه|Koh|Kuh بهار|Bahar نور|Noor|Nur "
       "آمو|Amu|Amo هریرود|Harirod|Harirud سپین|Spin|Speen غر|Ghar پامیر|Pamir کاروان|Karwan|Caravan "
       "راه|Rah|Raah ابریشم|Abresham|Abrisham میوند|Maiwand|Maywand زمرد|Zamarud|Zumurud لاجورد|Lajward|Lajvard "
       "صبا|Saba شفق|Shafaq باران|Baran گلزار|Gulzar|Golzar امید|Omid|Umid وطن|Watan|Vatan دریا|Darya|Daria "
       "سحر|Sahar بامداد|Bamdad چنار|Chinar|Chenar ارغوان|Arghawan|Arghavan سرو|Sarw|Sarv نسیم|Nasim|Naseem"),
    _w("ترانسپورت|Transport لوژستیک|Logistic|Logistics تجارت|Tejarat|Tijarat صادرات|Saderat|Sadirat "
       "واردات|Waredat|Varidat خدمات|Khadamat|Khidmat زراعت|Zeraat|Ziraat صنعت|Sanat|Sanaat"),
    _w("احمد|Ahmad|Ahmed محمود|Mahmood|Mahmud فرید|Farid|Fareed نجیب|Najib|Najeeb رحیم|Rahim|Raheem "
       "کریم|Karim|Kareem جاوید|Jawid|Javid شفیق|Shafiq|Shafeeq حمید|Hamid|Hameed میرویس|Mirwais|Mirways "
       "عبدالله|Abdullah|Abdulla نصیر|Nasir|Naseer غلام|Ghulam|Golam وحید|Wahid|Waheed توریالی|Toryalai|Turyalay "
       "امین|Amin|Ameen یاسین|Yasin|Yaseen زمان|Zaman"),
    _w("مریم|Maryam|Mariam فرشته|Fereshta|Frishta زهرا|Zahra پروین|Parwin|Parveen"),
    _w("احمدی|Ahmadi|Ahmedi حیدری|Haidari|Heydari نوری|Noori|Nuri رحیمی|Rahimi|Raheemi کریمی|Karimi|Kareemi "
       "صافی|Safi|Saafi ستانکزی|Stanekzai|Stanikzai نورزی|Noorzai|Nurzai یوسفزی|Yousafzai|Yusufzai "
       "قادری|Qaderi|Qadiri امیری|Amiri|Ameeri رسولی|Rasuli|Rasooli شینواری|Shinwari|Shinvari "
       "مومند|Momand|Mohmand حکیمی|Hakimi|Hakeemi عظیمی|Azimi|Azeemi سلطانی|Sultani|Soltani فیضی|Faizi|Feyzi"),
)  # fmt: skip
URDU = Pool(
    "abjad",
    _w("خیبر|Khyber|Khaibar ستارہ|Sitara|Sitarah سندھ|Sindh|Sind راوی|Ravi|Raavi چناب|Chenab|Chanab "
       "شاہین|Shaheen|Shahin سورج|Suraj|Sooraj گلشن|Gulshan مہران|Mehran|Mihran بولان|Bolan بہار|Bahar "
       "نور|Noor|Nur منزل|Manzil کارواں|Karwan|Caravan سفر|Safar کوہسار|Kohsar|Kuhsar چاند|Chand دریا|Darya "
       "امن|Aman برکت|Barkat|Barakat رحمت|Rehmat|Rahmat صبح|Subh|Subah فلک|Falak سمندر|Samandar|Samundar "
       "ساحل|Sahil مکران|Makran پھول|Phool|Phul زمین|Zameen|Zamin شفق|Shafaq شاہراہ|Shahrah"),
    _w("ٹریڈرز|Traders ٹرانسپورٹ|Transport انٹرپرائزز|Enterprises|Enterprizes لاجسٹکس|Logistics "
       "ایکسپورٹس|Exports امپیکس|Impex ٹیکسٹائل|Textiles|Textile کارپوریشن|Corporation"),
    _w("عمران|Imran کامران|Kamran بلال|Bilal فیصل|Faisal|Faysal طارق|Tariq|Tarik ندیم|Nadeem|Nadim "
       "وسیم|Waseem|Wasim آصف|Asif شاہد|Shahid راشد|Rashid|Rasheed ساجد|Sajid عرفان|Irfan زبیر|Zubair|Zubayr "
       "نوید|Naveed|Navid عثمان|Usman|Osman اکرم|Akram یونس|Younas|Yunus سلیم|Saleem|Salim"),
    _w("عائشہ|Ayesha|Aisha ثنا|Sana نادیہ|Nadia صائمہ|Saima"),
    _w("خان|Khan آفریدی|Afridi شنواری|Shinwari بٹ|Butt ملک|Malik قریشی|Qureshi|Quraishi "
       "چوہدری|Chaudhry|Chowdhury شیخ|Sheikh|Shaikh مینگل|Mengal بگٹی|Bugti راجپوت|Rajput خٹک|Khattak "
       "درانی|Durrani اعوان|Awan میمن|Memon صدیقی|Siddiqui|Siddiqi عباسی|Abbasi مغل|Mughal|Moghul"),
)  # fmt: skip
RUSSIAN = Pool(
    "cyrillic",
    _w("Заря Восток Север Волга Сокол Берег Маяк Вектор Парус Родник Берёза Кедр Тайга Меридиан Гранит Рубин "
       "Янтарь Лазурь Рассвет Горизонт Якорь Компас Стрела Факел Радуга Прибой Утёс Каскад Ладья Исток"),
    CYRILLIC_TRADES,
    _w("Александр Дмитрий Сергей Андрей Алексей Михаил Павел Игорь Виктор Николай Олег Юрий Роман Евгений "
       "Константин Антон"),
    _w("Елена Ольга Марина Татьяна"),
    _w("Смирнов Кузнецов Соколов Лебедев Козлов Новиков Морозов Волков Зайцев Егоров Орлов Киселёв Макаров Титов "
       "Фролов Жуков"),
    ("", ""), "а", ("ович", "овна"),
)  # fmt: skip
TURKISH = Pool(
    "latin",
    _w("Yıldız Anadolu Deniz Güneş Kardelen Çınar Toros Fırat Dicle Lale Şafak Bereket Kervan Kartal Zirve Yeşil "
       "Mavi Altın Gümüş Bahar Doruk Ufuk Pınar Çağlayan Ova Meşe Irmak Gökçe"),
    _w("Ticaret Tekstil Nakliyat Gıda Makina Lojistik Plastik Mobilya Kimya İnşaat"),
    _w("Mehmet Mustafa Ahmet Hüseyin Hasan Murat Ömer Yusuf Kemal Serkan Emre Burak"),
    _w("Ayşe Fatma Zeynep Elif"),
    _w("Yılmaz Kaya Demir Çelik Şahin Öztürk Aydın Arslan Doğan Kılıç Koç Polat"),
)  # fmt: skip
CHINESE = Pool(
    "latin",
    _w("Hongda Jinlong Xinjia Baohua Yongsheng Weiye Ruifeng Longxiang Fuyuan Jiahe Tianrui Shunfa Hengtai "
       "Zhongmao Kangle Mingyuan Xinghe Lianda Guoxin Wanli Chunhui Qiming Haoran Yifeng Dexin Sanhe Liyang "
       "Huamei"),
    ENGLISH_TRADES,
)  # fmt: skip
ENGLISH = Pool(
    "latin",
    _w("Falcon Dune Pearl Oasis Crescent Palm Coral Dhow Amber Sapphire Harbour Lotus Surya Chandan Malhar "
       "Kaveri Saffron Nordstern Falke Linde Anker Adler Eiche Quelle Silver Granite Meridian Compass Beacon "
       "Juniper"),
    ENGLISH_TRADES,
)  # fmt: skip

POOLS = {
    "KZ": KAZAKH, "KG": KYRGYZ, "TJ": TAJIK, "UZ": UZBEK, "TM": TURKMEN, "AZ": AZERI, "UA": UKRAINIAN, "GE": GEORGIAN,
    "AF": DARI, "PK": URDU, "RU": RUSSIAN, "TR": TURKISH, "CN": CHINESE, "IR": DARI, "AE": ENGLISH, "IN": ENGLISH,
    "DE": ENGLISH,
}  # fmt: skip

# country -> (native, russian, latin forms), the commonest first
LEGAL_FORMS: dict[str, tuple[tuple[str, str, tuple[str, str]], ...]] = {
    "KZ": (("ЖШС", "ТОО", ("LLP", "TOO")), ("АҚ", "АО", ("JSC", "AO")), ("ЖК", "ИП", ("IE", "IP"))),
    "KG": (("ЖЧК", "ОсОО", ("LLC", "OsOO")), ("ЖИ", "ИП", ("IE", "IP"))),
    "TJ": (("ҶДММ", "ООО", ("LLC", "JDMM")), ("ҶСП", "ЗАО", ("CJSC", "JSP"))),
    "UZ": (("MChJ", "ООО", ("LLC", "MCHJ")), ("XK", "ЧП", ("PE", "XK")), ("YaTT", "ЯТТ", ("IE", "YATT"))),
    "TM": (("HJ", "ХО", ("ES", "HJ")), ("HK", "ЧП", ("IE", "HK"))),
    "AZ": (("MMC", "ООО", ("LLC", "MMC")), ("ASC", "ОАО", ("OJSC", "ASC"))),
    "UA": (("ТОВ", "ООО", ("LLC", "TOV")), ("ПП", "ЧП", ("PE", "PP"))),
    "GE": (("შპს", "ООО", ("LLC", "Ltd")), ("სს", "АО", ("JSC", "SS"))),
    "AF": (("شرکت", "ООО", ("Ltd", "Company")),),
    "PK": (
        ("پرائیویٹ لمیٹڈ", "ООО", ("(Pvt) Ltd", "Private Limited")),
        ("اینڈ سنز", "и сыновья", ("& Sons", "and Sons")),
    ),
    "RU": (("ООО", "ООО", ("LLC", "OOO")), ("ИП", "ИП", ("IE", "IP"))),
    "TR": (("Ltd. Şti.", "ООО", ("Ltd. Sti.", "Ltd")), ("A.Ş.", "АО", ("A.S.", "AS"))),
    "CN": (("Co., Ltd", "Ко Лтд", ("Co., Ltd", "Co. Ltd.")),),
    "IR": (("شرکت", "ООО", ("Co.", "Company")),),
    "AE": (("FZE", "ФЗЕ", ("FZE", "LLC")),),
    "IN": (("Pvt Ltd", "Пвт Лтд", ("Pvt Ltd", "Private Limited")),),
    "DE": (("GmbH", "ГмбХ", ("GmbH", "GmbH")),),
}

TOWNS = {
    "KZ": _w("Алматы Астана Шымкент Ақтау Тараз Қостанай Семей Ақтөбе"),
    "KG": _w("Бишкек Ош Каракол Нарын Талас Жалал-Абад Токмок"),
    "TJ": _w("Душанбе Хуҷанд Бохтар Кӯлоб Хоруғ Истаравшан Панҷакент"),
    "UZ": _w("Toshkent Samarqand Buxoro Andijon Namangan Farg'ona Termiz Qarshi Nukus"),
    "TM": _w("Aşgabat Türkmenabat Mary Daşoguz Balkanabat Türkmenbaşy"),
    "AZ": _w("Bakı Gəncə Sumqayıt Astara Lənkəran Şəki Ələt"),
    "UA": _w("Київ Одеса Львів Харків Дніпро Чорноморськ Вінниця"),
    "GE": _w("თბილისი ბათუმი ფოთი ქუთაისი რუსთავი გორი"),
    "AF": _w(
        "کابل|Kabul مزارشریف|Mazar-i-Sharif|Mazar قندهار|Kandahar|Qandahar هرات|Herat حیرتان|Hairatan|Hayratan "
        "جلال‌آباد|Jalalabad"
    ),
    "PK": _w("کراچی|Karachi لاہور|Lahore پشاور|Peshawar|Peshawer کوئٹہ|Quetta چمن|Chaman فیصل‌آباد|Faisalabad"),
    "RU": _w("Москва Екатеринбург Новосибирск Казань Самара Омск"),
    "TR": _w("İstanbul Mersin Gaziantep İzmir Bursa Konya"),
    "CN": _w("Urumqi Yiwu Guangzhou Kashgar Lanzhou Qingdao"),
    "IR": _w("مشهد|Mashhad تهران|Tehran تبریز|Tabriz بندرعباس|Bandar-Abbas"),
    "AE": _w("Dubai Sharjah Ajman"),
    "IN": _w("Mumbai Delhi Amritsar Mundra"),
    "DE": _w("Hamburg Bremen Leipzig Duisburg"),
}
