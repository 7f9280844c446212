"""The language of a text is told where it can be told, and left open where it cannot."""

from __future__ import annotations

import pytest

from copydesk.parsing.language import detect_language

TEXTS = {
    "en": "The ferry stays, said the council, and nobody who was there was surprised by it at all.",
    "de": (
        "Die Fähre bleibt, sagte der Rat, und niemand von denen, die dabei waren, war überrascht."
    ),
    "fr": "Le bac reste, a dit le conseil, et personne dans la salle n'a été surpris par ce choix.",
    "es": (
        "El barco se queda, dijo el consejo, y nadie de los que estaban en la sala se sorprendió."
    ),
    "pt": (
        "O barco fica, disse o conselho, e ninguém na sala ficou surpreendido com isso, "
        "não há dúvida."
    ),
    "it": (
        "Il traghetto resta, ha detto il consiglio, e nessuno di quelli che erano in "
        "sala era sorpreso."
    ),
    "cs": (
        "Přívoz zůstane, řekla rada, a nikdo z těch, kteří tam byli, nebyl překvapen, že je to tak."
    ),
    "da": (
        "Broen over åen er lukket indtil marts. Vi må undersøge bjælkerne, sagde borgmesteren. "
        "For fodgængere åbner der en gangbro, og den er gratis, også når det sner. Det blev "
        "besluttet efter et møde, hvor han var med."
    ),
    "nb": (
        "Broen over elva er stengt til mars. Vi må undersøke bjelkene, sa ordføreren. For "
        "fotgjengere åpner det en gangbro, og den er gratis, også når det snør. Det ble bestemt "
        "etter et møte der hun ikke var med."
    ),
    "sv": (
        "Bron över ån är stängd till mars. Vi måste undersöka balkarna, sade borgmästaren. "
        "En gångbro öppnar på söndag och den är gratis, även när det snöar."
    ),
    "fi": (
        "Silta joen yli on suljettu. Meidän on tutkittava palkit, sanoi kaupunginjohtaja, mutta "
        "hän ei tiennyt, mitä se maksaa, ja silta avataan vasta sunnuntaina, kun ei enää sada."
    ),
    "hu": (
        "A folyó feletti híd zárva van. Meg kell vizsgálni, mondta a polgármester, de nem tudta, "
        "hogy az mennyibe kerül, és a híd csak vasárnap nyílik meg, ha nem esik a hó."
    ),
    "ro": (
        "Podul de peste râu este închis până în martie. Trebuie să verificăm grinzile, a spus "
        "primarul, dar nu știa cât o să coste. Decizia a fost luată după o ședință."
    ),
    "tr": (
        "Nehrin üzerindeki köprü kapalı. Belediye başkanı bunun ne kadar tutacağını bilmiyordu, "
        "ama yayalar için bir köprü açılacak ve bu köprü çok uzun bir toplantıdan sonra verildi."
    ),
    "nl": (
        "De brug over de rivier is tot maart gesloten. We moeten de balken onderzoeken, zei de "
        "burgemeester, en hij wist niet wat het zou kosten, maar op zondag komt er een pont."
    ),
    "pl": (
        "Most nad rzeką jest zamknięty do marca. Burmistrz powiedział, że nie wie, ile to "
        "będzie kosztować, ale dla pieszych w niedzielę otwiera się kładka i jest za darmo."
    ),
    "uk": "Міст через річку закрито до березня, сказав мер, і ніхто не знав, скільки її лагодити.",
    "ko": "강을 건너는 다리는 삼월까지 닫혀 있다고 시장이 말했다. 아무도 놀라지 않았다.",
    "ru": "Паром остаётся, сказал совет, и никто из тех, кто там был, не удивился.",
    "el": "Το πορθμείο μένει, είπε το συμβούλιο, και κανείς δεν εξεπλάγη.",
    "ja": "渡し船は残る、と評議会は火曜日に述べた。誰も驚かなかった。",
    "zh": "渡轮将会保留，议会星期二说，在场的人没有一个感到惊讶，他们早已知道。",
    "ar": "قال المجلس إن العبارة باقية، ولم يتفاجأ أحد ممن كانوا هناك.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_language(language: str, text: str):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "Ferry", "12 34 56", "Lorem ipsum dolor sit amet consectetur"]
)
def test_no_guess_where_nobody_could_know(text: str):
    assert detect_language(text) is None


RELATIVES = {
    "ca": (
        "El consell municipal va decidir dimarts que el pont vell es tancarà fins al març. Els "
        "veïns van rebre la notícia amb sorpresa, perquè no hi ha cap altre camí per arribar a "
        "l'escola i les obres no havien de començar fins a l'estiu. L'alcaldessa va dir que no "
        "tenien més remei."
    ),
    "sk": (
        "Mestská rada v utorok rozhodla, že starý most bude zatvorený do marca. Obyvatelia boli"
        " prekvapení, pretože do školy nevedie iná cesta a práce sa mali začať až v lete. "
        "Primátorka povedala, že nemali na výber a že sa o tom hovorilo už dlho."
    ),
    "af": (
        "Die stadsraad het Dinsdag besluit dat die ou brug tot Maart gesluit sal wees. Die "
        "inwoners was verbaas, want daar is nie 'n ander pad na die skool nie en die werk sou "
        "eers in die somer begin. Die burgemeester het gesê hulle het geen ander keuse nie en "
        "dat dit nou moet gebeur."
    ),
    "nn": (
        "Kommunestyret avgjorde tysdag at den gamle brua skal vere stengd til mars. "
        "Innbyggjarane vart overraska, for det finst ikkje nokon annan veg til skulen, og "
        "arbeidet skulle ikkje ta til før i sommar. Ordføraren sa at dei ikkje hadde noko val."
    ),
    "la": (
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, "
        "tertiam qui ipsorum lingua Celtae, nostra Galli appellantur. Hi omnes lingua, "
        "institutis, legibus inter se differunt. Gallos ab Aquitanis Garumna flumen, a Belgis "
        "Matrona et Sequana dividit."
    ),
    "bg": (
        "Общинският съвет реши във вторник, че старият мост ще бъде затворен до март. Жителите "
        "бяха изненадани, защото няма друг път до училището, а работата трябваше да започне "
        "през лятото."
    ),
    "fa": (
        "شورای شهر روز سه\u200cشنبه تصمیم گرفت که پل قدیمی تا ماه مارس بسته خواهد بود. ساکنان "
        "شگفت\u200cزده شدند زیرا راه دیگری به مدرسه نیست و کار باید در تابستان آغاز می\u200cشد."
    ),
    "ur": (
        "سٹی کونسل نے منگل کو فیصلہ کیا کہ پرانا پل مارچ تک بند رہے گا۔ رہائشی حیران تھے کیونکہ"
        " اسکول جانے کا کوئی اور راستہ نہیں ہے۔"
    ),
}
"""Languages that are easily taken for a greater one beside them."""


@pytest.mark.parametrize(("language", "text"), RELATIVES.items(), ids=RELATIVES.keys())
def test_a_relative_of_a_greater_language_is_told_from_it(language: str, text: str):
    assert detect_language(text) == language


STRANGERS = {
    "gl": (
        "O concello decidiu o martes que a ponte vella pechará ata marzo. Os veciños recibiron "
        "a nova con sorpresa, porque non hai outro camiño para chegar á escola e as obras non "
        "debían comezar ata o verán. A alcaldesa dixo que non tiñan máis remedio que facelo "
        "agora."
    ),
    "eu": (
        "Udalak asteartean erabaki zuen zubi zaharra martxora arte itxiko dela. Bizilagunak "
        "harritu egin ziren, ez baitago beste biderik eskolara iristeko eta lanak udara arte ez"
        " ziren hasi behar."
    ),
    "cy": (
        "Penderfynodd y cyngor ddydd Mawrth y bydd yr hen bont ar gau tan fis Mawrth. Cafodd y "
        "trigolion eu synnu, oherwydd nid oes ffordd arall i'r ysgol ac nid oedd y gwaith i fod"
        " i ddechrau tan yr haf."
    ),
    "ga": (
        "Chinn an chomhairle Dé Máirt go mbeidh an seandroichead dúnta go dtí mí an Mhárta. Bhí"
        " ionadh ar na daoine mar níl aon bhealach eile chun na scoile agus ní raibh an obair "
        "le tosú go dtí an samhradh."
    ),
    "is": (
        "Bæjarstjórnin ákvað á þriðjudag að gamla brúin verði lokuð fram í mars. Íbúar voru "
        "hissa því að það er engin önnur leið í skólann og framkvæmdir áttu ekki að hefjast "
        "fyrr en í sumar."
    ),
    "et": (
        "Linnavolikogu otsustas teisipäeval, et vana sild suletakse märtsini. Elanikud olid "
        "üllatunud, sest kooli ei vii ühtegi teist teed ja tööd pidid algama alles suvel. "
        "Linnapea ütles, et muud võimalust ei olnud."
    ),
    "lv": (
        "Pilsētas dome otrdien nolēma, ka vecais tilts būs slēgts līdz martam. Iedzīvotāji bija"
        " pārsteigti, jo uz skolu nav cita ceļa un darbiem bija jāsākas tikai vasarā."
    ),
    "lt": (
        "Miesto taryba antradienį nusprendė, kad senasis tiltas bus uždarytas iki kovo. "
        "Gyventojai nustebo, nes į mokyklą nėra kito kelio, o darbai turėjo prasidėti tik "
        "vasarą."
    ),
    "hr": (
        "Gradsko vijeće odlučilo je u utorak da će stari most biti zatvoren do ožujka. "
        "Stanovnici su bili iznenađeni jer nema drugog puta do škole, a radovi su trebali "
        "početi tek na ljeto. Gradonačelnica je rekla da nisu imali izbora."
    ),
    "sl": (
        "Mestni svet je v torek odločil, da bo stari most zaprt do marca. Prebivalci so bili "
        "presenečeni, saj do šole ni druge poti, dela pa bi se morala začeti šele poleti. "
        "Županja je povedala, da niso imeli izbire."
    ),
    "sq": (
        "Këshilli bashkiak vendosi të martën që ura e vjetër do të mbyllet deri në mars. "
        "Banorët u habitën, sepse nuk ka rrugë tjetër për në shkollë dhe punimet duhej të "
        "fillonin vetëm në verë."
    ),
    "id": (
        "Dewan kota memutuskan pada hari Selasa bahwa jembatan tua akan ditutup sampai bulan "
        "Maret. Warga terkejut karena tidak ada jalan lain ke sekolah dan pekerjaan itu "
        "seharusnya baru dimulai pada musim panas."
    ),
    "tl": (
        "Nagpasya ang konseho ng lungsod noong Martes na isasara ang lumang tulay hanggang "
        "Marso. Nagulat ang mga residente dahil walang ibang daan patungo sa paaralan at ang "
        "gawain ay dapat sanang magsimula sa tag-araw."
    ),
    "sw": (
        "Baraza la jiji liliamua Jumanne kwamba daraja la zamani litafungwa hadi Machi. Wakazi "
        "walishangaa kwa sababu hakuna njia nyingine ya kwenda shuleni na kazi haikupaswa "
        "kuanza hadi majira ya joto."
    ),
    "vi": (
        "Hội đồng thành phố đã quyết định hôm thứ Ba rằng cây cầu cũ sẽ đóng cửa cho đến tháng "
        "Ba. Người dân ngạc nhiên vì không có con đường nào khác đến trường."
    ),
    "eo": (
        "La urba konsilio decidis mardon, ke la malnova ponto estos fermita ĝis marto. La "
        "loĝantoj estis surprizitaj, ĉar ne estas alia vojo al la lernejo kaj la laboroj devis "
        "komenciĝi nur en la somero. La urbestrino diris, ke ili ne havis alian eblon."
    ),
    "lb": (
        "De Gemengerot huet en Dënschdeg decidéiert, datt déi al Bréck bis Mäerz zou bleift. "
        "D'Awunner waren iwwerrascht, well et gëtt keen anere Wee an d'Schoul an d'Aarbechte "
        "sollten eréischt am Summer ufänken."
    ),
    "nds": (
        "De Stadtraad hett an'n Dingsdag beslaten, dat de ole Brüch bet März dicht blifft. De "
        "Lüüd weren baff, denn dat gifft keen annern Weg na de School, un de Arbeit schull "
        "eerst in'n Sommer anfangen. De Börgermeestersche see, se harrn keen Wahl hatt."
    ),
    "fy": (
        "De gemeenteried hat tiisdei besletten dat de âlde brêge oant maart ticht bliuwt. De "
        "bewenners wiene ferrast, want der is gjin oare wei nei de skoalle en it wurk soe pas "
        "yn 'e simmer begjinne."
    ),
    "oc": (
        "Lo conselh municipal decidiguèt dimars que lo pont vièlh serà tampat fins al mes de "
        "març. Los vesins foguèron susprés, que i a pas cap d'autre camin per anar a l'escòla e"
        " los trabalhs devián començar pas qu'a l'estiu."
    ),
    "mt": (
        "Il-kunsill iddeċieda nhar it-Tlieta li l-pont il-qadim se jkun magħluq sa Marzu. Ir-"
        "residenti kienu sorpriżi għax m'hemmx triq oħra lejn l-iskola."
    ),
    "az": (
        "Şəhər şurası çərşənbə axşamı qərara aldı ki, köhnə körpü marta qədər bağlanacaq. "
        "Sakinlər təəccübləndilər, çünki məktəbə başqa yol yoxdur və işlər yalnız yayda "
        "başlamalı idi."
    ),
    "ht": (
        "Konsèy vil la te deside madi ke ansyen pon an ap fèmen jiska mas. Moun yo te sezi "
        "paske pa gen lòt wout pou ale lekòl epi travay la pa t dwe kòmanse anvan ete."
    ),
    "sr": (
        "Градско веће одлучило је у уторак да ће стари мост бити затворен до марта. Становници "
        "су били изненађени јер нема другог пута до школе, а радови је требало да почну тек на "
        "лето."
    ),
    "mk": (
        "Градскиот совет одлучи во вторникот дека стариот мост ќе биде затворен до март. "
        "Жителите беа изненадени бидејќи нема друг пат до училиштето."
    ),
    "be": (
        "Гарадскі савет вырашыў у аўторак, што стары мост будзе зачынены да сакавіка. Жыхары "
        "былі здзіўленыя, бо няма іншай дарогі да школы."
    ),
    "kk": (
        "Қалалық кеңес сейсенбіде ескі көпір наурызға дейін жабылады деп шешті. Тұрғындар таң "
        "қалды, өйткені мектепке баратын басқа жол жоқ."
    ),
    "mn": (
        "Хотын зөвлөл мягмар гарагт хуучин гүүрийг гуравдугаар сар хүртэл хаахаар шийдвэрлэв. "
        "Сургууль руу өөр зам байхгүй тул оршин суугчид гайхав."
    ),
    "yi": (
        "דער שטאָטראַט האָט דינסטיק באַשלאָסן אַז די אַלטע בריק וועט זײַן פֿאַרמאַכט ביז מאַרץ."
        " די תּושבים זענען געווען איבערראַשט."
    ),
    "mr": (
        "शहर परिषदेने मंगळवारी ठरवले की जुना पूल मार्चपर्यंत बंद राहील. रहिवाशांना आश्चर्य "
        "वाटले कारण शाळेत जाण्यासाठी दुसरा रस्ता नाही आणि काम उन्हाळ्यात सुरू होणार होते."
    ),
    "ne": (
        "नगर परिषदले मंगलबार पुरानो पुल मार्चसम्म बन्द रहने निर्णय गर्\u200dयो। विद्यालय जाने अर्को "
        "बाटो नभएकाले बासिन्दाहरू छक्क परे।"
    ),
    "ka": ("საქალაქო საბჭომ სამშაბათს გადაწყვიტა, რომ ძველი ხიდი მარტამდე დაიკეტება."),
}
"""Languages that the detector does not know."""


@pytest.mark.parametrize(("language", "text"), STRANGERS.items(), ids=STRANGERS.keys())
def test_a_language_that_is_not_known_is_not_taken_for_another(language: str, text: str):
    assert detect_language(text) in (None, language)


def test_two_languages_in_one_text_are_no_language_of_it():
    halves = (
        "The council met on Tuesday and it was decided that the bridge would be closed for the "
    )
    halves += "winter. Der Rat tagte am Dienstag und beschloss, dass die Brücke für den Winter "
    halves += "geschlossen wird, und niemand war überrascht."
    assert detect_language(halves) is None


def test_a_name_in_other_letters_leaves_the_language_as_it_is():
    assert detect_language(RELATIVES["fa"] * 3 + " ټولنه") == "fa"
    assert detect_language(TEXTS["ru"] + " Київ, Ђоковић. " + TEXTS["ru"] * 4) == "ru"
    assert detect_language(TEXTS["ar"] * 6 + " گوگل") == "ar"
