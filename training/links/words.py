"""Words that printed links are made of, written down by us.

Only data: what the generator strings together into hosts, paths and queries.
Several languages, because letter pairs differ (Dutch `ij`, Polish `szcz`,
Finnish `ää`), and a reader trained on English hosts alone would guess English.
"""

ENGLISH = """
about above access account action address advice after agency alarm album alert alley almanac alpine anchor annual
answer apple archive arcade arrow article artist atlas audio author autumn avenue award backup badge bakery ballad
bamboo banner barrel basket battery beacon bellows berry bicycle billing binder bishop blanket blossom board bottle
bridge broker bubble budget buffer builder bulletin butter cabin cable calendar camera candle canyon carbon career
carpet castle catalog cedar census center chapter charter chemistry chicken chimney choir circle citizen classic
climate clinic clover coffee collar college comment common compass concert contact copper corner cotton council
course cousin craft credit cricket crystal culture custom dairy data dealer default delta demo depot design desert
detail diagram digital dinner direct doctor document dollar domain download dragon drawing driver eagle early earth
editor effect elbow election element eleven email energy engine english episode errata essay event example exhibit
export fabric factor falcon family farmer feather feature ferry fiddle field figure filter finance finger flight
flower folder follow forest format forum fossil fresh friend gallery gallop garden garlic gateway gazette general
ginger glacier global goblin granite gravel grocery guide guitar hammer handbook harbor harvest hazel health hello
heritage hollow home honey horizon hospital hotel human illness image import index info insect install island issue
ivory jacket jelly jewel journal jungle kernel kettle keyboard kitchen ladder lagoon lantern laurel lawyer leaflet
learn leather lecture legal lemon letter library light lily limit linen list little live llama lobby local login
lumber lunar machine magnet mail manual map marble market matrix meadow media medical member memo menu metal method
middle mill mineral minimum mirror mobile model modern module moment money monthly morning motor museum music mutual
narrow nature needle network news noodle north notebook novel number office olive online open opera orbit order
organic orchid otter outline oxford package page paint palace panel paper parcel park partner pepper person phone
photo physics piano pickle picture pillow pilot pixel planet plugin pocket poem policy pollen portal poster pottery
practice press printer private product profile project public puzzle quality quarter question quick quilt rabbit
radio railway rainbow reader recipe record redirect region register release report research river robin rocket
royal rubber runner saddle safety salad sample satellite schedule school science search season secure seller series
server service session settings shelter shop signal silver simple sketch skill smooth social soft solar source
south spell spring square stadium staff station status still store story street studio subject summer summit supply
support survey swallow system table tailor talk teacher team temple tennis terminal terms test theory thunder ticket
tiny title toolkit topic tower traffic trail transfer travel tree trill trip tulip tunnel tutorial twelve umbrella
union unit update upload user valley vanilla vector velvet vessel video view village vintage violin virtual vision
visit volume wallet walnut warm water weather web week welcome west whale wheel wiki willow window winter wisdom
wool word work world writer yearly yellow young zebra zigzag zone
""".split()

# One list a language; ASCII as hosts spell them.
EUROPEAN = {
    "de": """buecher fluss schule stadtwerke zeitung wissenschaft apotheke baecker wanderverein feuerwehr rathaus
        handwerk kuenstler wetterdienst jugendherberge strasse bahnhof gemuese versicherung muehle schloss
        landkreis musikschule gesellschaft zahnarzt eisenbahn gruen tischlerei verlag hochschule""".split(),
    "fr": """librairie boulangerie mairie voyage ecole musee journal fromage meteo lumiere quartier bibliotheque
        emploi theatre sante recherche jardin cuisine chateau village maison horloge papillon feuilles
        bouillon accueil tourisme oeuvre hebdo presse""".split(),
    "es": """biblioteca escuela llave cocina periodico salud lluvia camino iglesia ayuntamiento universidad mercado
        calle pueblo guitarra amarillo zapatos vivienda noticias milla empleo trabajo deporte hoja tienda
        ciudadano naranja viajes sevilla rioja""".split(),
    "it": """biblioteca scuola cucina giornale cappella gelato montagna bicicletta spiaggia comune salute fiori
        ragazzi tavola uccello villaggio ricette mulino quaderno sorella""".split(),
    "nl": """boekhandel fietsen gemeente school rijbewijs ziekenhuis nieuws waterschap tuinieren verzekering
        huisarts keuken molen bibliotheek ijssel zuivel vrijwilliger woningbouw""".split(),
    "pl": """ksiazka szkola wiadomosci pogoda zdrowie szczecin gazeta podroze muzyka przychodnia jezyk wspolnota
        czasopismo zamek rzeka kwiaty""".split(),
    "pt": """livraria escola praia saude vilarinho cozinha jornal mulher trabalho folha milho guia coelho
        azulejo cidade ilha""".split(),
    "fi": """kirjasto koulu sauna uutiset tiede ravintola metsa jarvi kauppa hyvinvointi yliopisto""".split(),
    "sv": """bibliotek skola nyheter vard tidning kommun skargard handel fjall bokhylla""".split(),
    "cs": """knihovna skola zdravi obec noviny zprava vlak divadlo hrad pivovar""".split(),
    "tr": """kitap okul haber saglik belediye sanat yemek kultur deniz universite""".split(),
    "ja": """hikari sakura toshokan gakkou kaze ryokan kikaku nippon shinbun tsukiji yamanote""".split(),
    "id": """berita sekolah kota pasar warung kesehatan perpustakaan wisata""".split(),
}

# Hosts beyond ASCII, as people print them, with the suffixes they stand before.
# Latin with accents first and most: what a European printer prints.
UNICODE_LATIN = """bücher müller-söhne straßenbahn café-crème école-élémentaire señor-niño köln-düsseldorf smörgås
    fjällräven pâtisserie coração são-joão łódź-gdańsk černý-kůň güneş-ışık gemüsekönig ærø-færge høyskole zürich""".split()
UNICODE_LATIN_SUFFIXES = ["de", "com", "ch", "at", "fr", "se", "no", "dk", "pl", "com.br", "eu", "org", "net", "cz", "li"]
UNICODE_OTHER = [
    ("пример", "рф"), ("библиотека", "рф"), ("новости-дня", "рф"), ("школа", "com"),
    ("παράδειγμα", "gr"), ("βιβλίο", "ελ"), ("例え", "jp"), ("图书馆", "cn"), ("한국", "kr"),
]

SURNAMES = """smith jones miller wilson moore clark hill allen bell collins murphy kelly mueller schmidt fischer
    weber becker hoffmann rossi ferrari bianchi garcia lopez martinez gonzalez dubois lefevre girard jansen
    devries nowak kowalski novak svoboda nielsen hansen johansson virtanen korhonen silva oliveira ivanov petrova
    tanaka suzuki kim nguyen chen wang liu patel singh okafor mensah yilmaz kaya haddad cohen levi oneill""".split()
GIVEN = """anna ben clara david ella finn greta hugo ilse jill karl lilli max nina otto paul quinn rita sam tom
    ulla vera will xenia yara zoe william emily lillian isabella ali omar mei yuki ravi""".split()

SUBDOMAINS = """blog docs shop mail m en de api dev news static cdn wiki lists ftp web my app support help forum
    download old beta status git img media learn maps archive cs math physics library store go www2 www1 data
    jobs press people home travel kids art i l x dl uni w3""".split()

FTP_HOSTS = """mirror pub archive download files ctan dante kernel sunsite mirrors release gnu debian heasarc""".split()

FILE_EXTENSIONS = """html html html htm pdf pdf php php aspx asp jsp txt zip jpg png gif svg xml json csv doc docx
    ppt xls tar.gz tgz mp3 mp4 md py js c h tex ps cgi shtml rss epub ipynb exe iso webp""".split()

QUERY_KEYS = """id q p page lang s search v ref utm_source utm_medium utm_campaign sid token key type cat sort
    order from to date year item user name t x y w h f n a b c view mode lat lon tab hl gl ie oe src url redirect
    filter action cmd code article_id prod_no isbn volltext ll Id ID PHPSESSID""".split()

FRAGMENTS = """top main section contents references bottom footnote1 intro comments page=12 L120 L10-L25 chap2
    fig3 toc sec:intro p7 :~:text=hello !/home cite_note-3""".split()

# Mail names of offices rather than of people.
MAILBOXES = """info contact office mail hello support sales press service kontakt bestellung redaktion jobs
    webmaster admin help orders booking noreply news""".split()

# Suffixes with how often printed links carry them, in rough thousandths; judged from the books, posters and
# receipts we know, not counted. All other suffixes of the public list share what `generate.py` leaves to them.
SUFFIX_WEIGHTS = {
    "com": 360, "org": 130, "net": 60, "edu": 45, "gov": 30, "de": 45, "co.uk": 30, "ac.uk": 12, "org.uk": 8,
    "gov.uk": 8, "uk": 4, "io": 18, "fr": 15, "it": 12, "nl": 12, "ch": 9, "at": 8, "es": 9, "eu": 12, "ca": 12,
    "com.au": 12, "edu.au": 4, "org.au": 3, "jp": 5, "co.jp": 6, "ac.jp": 4, "ru": 8, "pl": 8, "se": 7, "no": 5,
    "dk": 5, "fi": 5, "be": 5, "cz": 5, "br": 1, "com.br": 7, "com.my": 6, "in": 5, "co.in": 4, "ac.in": 2, "cn": 4,
    "com.cn": 3, "edu.cn": 2, "info": 10, "us": 5, "co": 5, "me": 4, "tv": 5, "ly": 4, "gl": 2, "int": 4,
    "mil": 3, "ie": 4, "nz": 1, "co.nz": 5, "co.za": 4, "mx": 2, "com.mx": 3, "com.ar": 2, "cl": 2, "pt": 4, "gr": 3,
    "hu": 3, "ro": 3, "tr": 1, "com.tr": 3, "kr": 1, "co.kr": 3, "tw": 1, "com.tw": 2, "sg": 2, "com.sg": 2, "hk": 2,
    "il": 1, "co.il": 2, "ua": 3, "lt": 1, "lv": 1, "ee": 1, "si": 1, "sk": 2, "hr": 1, "is": 2, "ai": 4, "app": 3,
    "dev": 4, "xyz": 3, "online": 2, "shop": 3, "site": 2, "biz": 4, "museum": 1, "travel": 1, "academy": 1, "blog": 2,
}

SHORTENERS = ["bit.ly", "goo.gl", "t.co", "tinyurl.com", "youtu.be", "ow.ly", "is.gd", "amzn.to", "wp.me", "lnkd.in",
              "g.co", "fb.me", "j.mp"]
