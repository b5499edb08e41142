"""That a page in an article's place is told from an article about such pages."""

import pytest

from seeds import reader
from tests.transforms.test_articles import NOW, normalized
from transforms import articles
from transforms.boilerplate import LABELS, detail_of, kind_of

STUBS = [
    (
        "consent",
        "We value your privacy\nWe and our partners use cookies to measure how the site is used.\nAccept all cookies\nManage your preferences",
    ),
    ("consent", "Before you continue to the site\nThis site uses cookies. By continuing to browse you agree to our use of them.\nPrivacy policy"),
    ("consent", "Wir benötigen Ihre Zustimmung\nMit Werbung weiterlesen: Besuchen Sie uns wie gewohnt."),
    ("consent", "Nous respectons votre vie privée. Continuer sans accepter. Accepter et continuer."),
    ("wall", "Subscribe to continue reading\nAlready a subscriber? Log in to your account."),
    (
        "wall",
        "You have reached your limit of free articles this month. Create a free account to go on. Already have an account? Sign in to continue.",
    ),
    ("wall", "This article is for subscribers. Start your free trial today and cancel at any time you like."),
    ("wall", "Thank you for registering!\nA confirmation email is on its way. Please check your spam folder if you cannot find it."),
    ("wall", "We've sent you a verification email.\nClick the link in it to activate your account.\nClose"),
    ("wall", "Please log in\nForgot your password?\nEnter your email address and we will send you a link."),
    ("wall", "Jetzt abonnieren und weiterlesen. Dieser Artikel ist für Abonnenten. Bitte melden Sie sich an."),
    ("wall", "Get the day's stories to your inbox.\nYou will receive an email each morning.\nBy signing up you agree to our terms of service."),
    ("robot", "Verify you are human by completing the action below.\nThis site needs to review the security of your connection before proceeding."),
    ("robot", "Please complete the captcha to go on.\nWe have noticed unusual activity from your network."),
    ("robot", "Checking your browser before accessing the site.\nRay ID: 7c1\nPlease wait"),
    ("robot", "Sorry, you have been blocked\nYou don't have permission to access this site. Contact us with your Ray ID: 1234."),
    ("robot", "Press and hold the button to confirm you are human (and not a bot)."),
    ("missing", "Page not found\nThe page you were looking for may have been moved or deleted.\nGo back to the homepage"),
    ("missing", "404 error\nWe couldn’t find the page. Check the URL or try searching for it.\nSearch"),
    ("missing", "This story is no longer available. Return to the homepage for more from your town."),
    ("missing", "Seite nicht gefunden\nBitte prüfen Sie die Adresse."),
    ("missing", "Página no encontrada. Volver."),
    ("script", "Please enable JavaScript\nYour browser does not support what you need to view this page. Update your browser."),
    ("script", "You need to enable JavaScript to run this app."),
    ("script", "It looks like you are using an ad blocker.\nPlease disable your ad blocker and refresh the page."),
    ("region", "This content is not available in your region."),
    (
        "region",
        "451: Unavailable due to legal reasons\nWe recognise that you are visiting from a country belonging to the European Economic Area, and access cannot be granted at this time.",
    ),
    ("fault", "Something went wrong. Please try again later."),
    ("fault", "503 Service Unavailable\nThe server encountered a problem. Please try again later.\nRefresh the page"),
    ("fault", "We’re experiencing technical difficulties. Try again in a few minutes, or contact us at help@site.example."),
    (
        "video",
        "The media could not be loaded, either because the server or network failed.\nThis is a modal window.\nBeginning of dialog window. Escape will cancel and close the window.",
    ),
    ("video", "Watch the video above."),
    ("placeholder", "Lorem ipsum dolor sit amet."),
    ("placeholder", "This domain is for sale. Buy this domain."),
    ("placeholder", "Hello world! Welcome to WordPress. This is your first post."),
]
ARTICLES = [
    "Websites will have to drop most captchas by June, the regulator said on Tuesday. It found that blind users fail them nine times in ten.",
    "The tests that ask visitors to verify you are human are failing, researchers in Zurich said. Bots passed 96 of 100, people only 71.",
    "A court in Vienna ruled that the publisher's cookie banner broke the law. The words “accept all cookies” were larger than the rest, the judges wrote.",
    "The paper will put up a paywall in May, its owner said. Readers will be asked to subscribe to continue reading after three stories a week.",
    "“Page not found” was all that voters saw for two hours on Sunday when the election commission's site failed, the commission admitted.",
    "The bank's app told customers that “something went wrong” from noon until four, and 40,000 payments were held up, the bank said on Friday.",
    "The ministry blocked eleven foreign sites. Users see a notice that the page is not available in your country, a digital rights group said.",
    "Browser makers will switch off old versions of JavaScript next year. Engineers warned that a third of public sites would break.",
    "Hackers replaced the council's pages with the words “under construction” and a skull. Police were called at dawn.",
    "The senator's campaign site still showed lorem ipsum dolor text on Monday. Rivals mocked it; an aide blamed a contractor.",
    "Two men were shot dead in the harbour on Monday. Police arrested a suspect.",
    "Two men were shot dead in the harbour on Monday, police said.\nSubscribe to continue reading",
    "Troops crossed the river at dawn and took the village without a fight, a spokesman said, while shelling went on further north until the evening.\n"
    "Residents had left days before.\nThis article is for subscribers. Already a subscriber? Log in to your account.",
    "Correction: an earlier version gave the wrong age.",
    "Quake of magnitude 5.1 off Crete; no damage known.",
    "You can register to vote until Friday. Take your identity card to the town hall, which is open until eight, the registrar said.",
    "Parents must register children by post this year, the school board decided on Thursday. Forms are sent to each household.",
    "How to stay safe in the heat: drink water, keep your windows shut by day and look after your neighbours, doctors say.",
    "The minister told his critics to “try again later”. They walked out of the chamber.",
    "An error occurred while the signal was being changed, investigators said, and both trains were sent on to the same track. Nineteen people died.",
    "The talks are temporarily unavailable to the press, the envoy joked. Both sides left by the back door.",
    "An internal server error at the exchange stopped trading for an hour on Tuesday, and the regulator has asked for a report.",
    "The retailer apologised after customers were told “you have been blocked” for buying baby milk. It lifted the limit on Thursday.",
    "Fans who click to play the clip see a modal window first. The league said on Monday that 200,000 had given up there.",
    "The archive will store cookies from 1890, the museum said. The biscuits were found in a tin at Scott's hut.",
    "Please sign in blood: that is how the oath read, the witness told the court, which heard the case of the sect on Wednesday.",
    "Account holders of the failed bank queued for a third day. Your money is safe, the central bank's governor told them.",
    "Die Polizei hat am Montag zwei Männer festgenommen. Sie sollen Cookies mit Haschisch verkauft haben.",
    "Le journal a perdu ses abonnés: votre vie privée n'est pas à vendre, disent-ils. Le directeur a démissionné lundi.",
    "Coming soon to a port near you: the largest ferry ever built left the yard in Turku on Saturday with 3,000 people aboard.",
    "The site went down for maintenance on the eve of the vote, and the opposition said that this was no accident.",
    "The password of the reactor's control room was “password”, an inspector told parliament. It has been changed.",
]


@pytest.mark.parametrize(("kind", "body"), STUBS)
def test_a_page_in_an_articles_place_is_known_by_its_kind(kind, body):
    assert kind_of("Two men shot dead in harbour", body) == kind


@pytest.mark.parametrize("body", ARTICLES)
def test_an_article_about_such_pages_or_with_a_line_of_one_is_an_article(body):
    assert kind_of("Two men shot dead in harbour", body) is None


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Just a moment...", "Please wait while we look at your browser.", "robot"),
        ("404 Not Found", "Sorry. Search our site, or see the menu.", "missing"),
        ("Access denied", "Three reporters were turned away from the trial on Monday, their editors said. The judge gave no reason.", None),
        ("Log in", "Username or e-mail\nPassword", "wall"),
        ("Coming soon", "The ferry was launched on Saturday. It will carry 3,000 people between the two ports from May.", None),
        ("Page not found", "", None),
        (None, "", None),
    ],
)
def test_a_title_of_such_a_page_counts_where_the_text_tells_nothing(title, body, kind):
    assert kind_of(title, body) == kind


def test_a_long_text_is_an_article_whatever_is_in_it():
    assert kind_of(None, "We use cookies to measure how the site is used.\n" * 200) is None


def test_kinds_have_labels_and_labels_have_phrases():
    assert {row["kind"] for row in reader.rows("lexicons/boilerplate_phrases")} == set(LABELS)
    assert {row["where"] for row in reader.rows("lexicons/boilerplate_phrases")} == {"text", "title"}


def test_a_stub_is_a_reject_and_every_record_is_an_article_or_a_reject():
    found = normalized(
        {"text_raw": STUBS[0][1], "title": "Dam opens"}, {"text_raw": ARTICLES[0]}, {"text_raw": " "}, {"text_raw": STUBS[0][1], "title": "Dam opens"}
    )
    assert isinstance(found, articles.Normalized)
    assert found.articles["text"].to_list() == [ARTICLES[0]]
    rows = found.rejects.sort("record_locator").select("record_locator", "reason", "detail").rows()
    assert rows == [
        ("line-1", "boilerplate", detail_of("consent")),
        ("line-3", "empty", "neither text nor title"),
        ("line-4", "boilerplate", detail_of("consent")),
    ]
    assert found.rejects["rejected_at"].to_list() == [NOW] * 3
