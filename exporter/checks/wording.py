"""Words that rules look for, in the languages that have them here."""

from __future__ import annotations

COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "de": "der die das und ist nicht ein eine sie ich mit auf für den dem des sich auch von zu im oder",
        "en": "the of and to in is you that it for are with be this your or on have not if can when do",
        "es": "el la los las de que en un una es no se por con para su del si al más como",
        "fr": "le la les de des et un une est ne pas vous que dans pour sur avec votre du ou si au ce qui",
        "it": "il la di che un una non si per con del della gli le da nel sono se al",
        "nl": "de het een en van is niet dat op te in zijn met voor uw of als aan bij ook",
        "pl": "na nie się do jest to że jak lub po od dla czy jeśli przez ma są",
        "pt": "os as de que em um uma não se por com para seu do da no na ou mais",
        "ro": "și de la în nu să cu pe un este care din pentru sau dacă ce mai sunt",
        "sv": "och att det som en är på av för med inte den till har om ett du kan eller",
        "tr": "ve bir bu için ile de da değil veya olan çok daha gibi en ne ya olarak her",
        "vi": "và của là không có các cho với được trong này khi một những để bạn nếu hoặc",
    }.items()
}
"""The commonest words of languages in Latin letters, by their primary subtags; none of one letter."""

VAGUE = frozenset(
    phrase
    for phrases in (
        "here|click here|click|this|this link|this page|link|more|read more|more information|learn more"
        "|see more|details|continue|download|see here|find out more|tap here",
        "aquí|haga clic aquí|clic aquí|más|leer más|ver más|enlace|este enlace|más información",
        "ici|cliquez ici|cliquer ici|plus|lire la suite|en savoir plus|lien|ce lien|voir plus",
        "hier|hier klicken|klicken sie hier|mehr|mehr lesen|weiterlesen|weiter|link|mehr erfahren",
        "qui|clicca qui|fare clic qui|leggi di più|altro|scopri di più",
        "tutaj|tu|kliknij tutaj|kliknij tu|więcej|czytaj więcej|link",
        "aqui|clique aqui|mais|leia mais|saiba mais|ver mais",
        "aici|click aici|faceți clic aici|mai mult|citește mai mult",
        "buraya|buraya tıklayın|tıklayın|devamı|daha fazla|bağlantı",
        "đây|tại đây|bấm vào đây|nhấp vào đây|xem thêm|thêm",
        "هنا|اضغط هنا|انقر هنا|المزيد|اقرأ المزيد",
        "اینجا|اینجا کلیک کنید|بیشتر",
        "כאן|לחץ כאן|לחצו כאן|עוד|קרא עוד|קראו עוד",
        "यहाँ|यहाँ क्लिक करें|और पढ़ें|अधिक",
        "здесь|тут|нажмите здесь|подробнее|далее|ещё|читать далее|ссылка",
        "тут|натисніть тут|детальніше|докладніше|далі",
        "یہاں|یہاں کلک کریں|مزید",
        "这里|点击这里|点击此处|此处|更多|了解更多|這裡|點擊這裡|點此|更多資訊",
    )
    for phrase in phrases.split("|")
)
"""Words of links that say nothing of where they lead, in lower case; in any language of the document, for
as the whole of a link they hardly mean anything else in another."""

IMAGE_OF = (
    "image of", "an image of", "picture of", "a picture of", "photo of", "a photo of", "graphic of",
    "imagen de", "una imagen de", "foto de", "una foto de", "image de", "une image de", "photo de",
    "une photo de", "bild von", "ein bild von", "foto von", "ein foto von", "immagine di", "un'immagine di",
    "foto di", "obraz przedstawia", "zdjęcie przedstawia", "imagem de", "uma imagem de", "imagine cu",
    "o imagine cu", "hình ảnh", "صورة", "تصویر", "תמונה של", "изображение", "картинка", "зображення",
    "图片：", "图像：", "圖片：", "圖像：",
)  # fmt: skip
"""How alternatives begin that tell only of a picture, in lower case. Turkish has it last."""

COLOURS = (
    "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown", "rojo", "verde", "azul",
    "amarillo",
    "rouge", "verte", "vert", "bleue", "bleu", "jaune", "rot", "grün", "blau", "gelb",
)  # fmt: skip
_COLOUR = f"(?:{'|'.join(COLOURS)})(?:e[nrs]?)?"
POINTING = (
    rf"(?:shown|marked|printed|written|highlighted|colou?red|items?|words?|text|rows?) in {_COLOUR}",
    rf"(?:the|each|every) {_COLOUR} (?:box|boxes|text|words?|rows?|columns?|items?|sections?|arrows?)",
    rf"(?:marqué|écrit|surligné|affiché)e?s? en {_COLOUR}",
    rf"(?:le cadre|l['’]encadré|le texte|les mots) (?:en )?{_COLOUR}",
    rf"(?:marcad|escrit|resaltad|mostrad)[oa]s? en {_COLOUR}",
    rf"(?:el cuadro|el recuadro|el texto|las palabras) (?:en )?{_COLOUR}",
    rf"(?:der|die|das|den|dem) {_COLOUR} (?:kasten|text|wörter|zeilen?|spalten?|felder|feld|pfeile?)",
    rf"(?:in|im) {_COLOUR} (?:markiert|gedruckt|geschrieben|hervorgehoben)",
)
"""Phrases that point at a part of a document by its colour: English, French, Spanish and German. Cells, lines
and labels are not among what is pointed at: red cells are of blood, and a label may be that of a bottle."""

EVERYDAY = frozenset(
    ("AD", "AM",
     "BC", "CD", "DIY", "DVD", "EU", "FAQ", "GPS", "HTML", "ID", "OK", "PC", "PDF", "PIN", "PM", "QR",
     "SMS", "TV", "UK", "UN", "US", "USA", "USB", "VIP", "WC")
)  # fmt: skip
"""Short forms that hardly anybody knows by another name."""
