"""In a real browser: attacks that run as they are written, and none that runs once cleaned."""

import pytest
from django.utils.safestring import SafeString

from articles.html import Figure, clean, clean_paste, render
from tests.articles.html import attacks

pytestmark = pytest.mark.browser

ATTACKS = [*attacks.PLAIN, *attacks.ADDRESSES, *attacks.BREAKING_OUT, *attacks.MUTATIONS]

# Shows each text in a document of its own, then does there all that a reader might: every event
# that an attribute listens to, every link, every form.
TRY_ALL = """
async texts => {
  const fired = new Set()
  window.witness = number => fired.add(number)
  const show = (text, number) => new Promise(done => {
    const frame = document.createElement("iframe")
    frame.onload = () => setTimeout(() => { provoke(frame); setTimeout(done, 60) }, 30)
    frame.srcdoc = `<!doctype html><script>alert = () => parent.witness(${number})</scr` +
      `ipt><body>${text}`
    document.body.append(frame)
    setTimeout(done, 1200)
  })
  const provoke = frame => {
    const inside = frame.contentDocument
    if (!inside) return
    for (const element of inside.querySelectorAll("*")) {
      for (const {name} of [...element.attributes])
        if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2)))
      if (element.href || element.type === "submit") try { element.click?.() } catch {}
      const link = element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? ""
      if (element.tagName === "a" && link) element.dispatchEvent(new MouseEvent("click"))
    }
  }
  for (let start = 0; start < texts.length; start += 40) {
    document.body.replaceChildren()
    const batch = texts.slice(start, start + 40)
    await Promise.all(batch.map((text, index) => show(text, start + index)))
  }
  return [...fired].sort((one, other) => one - other)
}
"""


class AnyFigure(dict):
    def get(self, _id, default=None):
        return Figure(SafeString(""), "Caption", "Credit")


@pytest.fixture
def fired(browser):
    """Which of these texts ran code: `fired(texts)` gives their numbers."""
    context = browser.new_context()
    page = context.new_page()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.route("**/*", lambda route: route.abort())
    page.set_content("<!doctype html><title>x</title><body>")
    yield lambda texts: page.evaluate(TRY_ALL, texts) + dialogs
    context.close()


def test_many_attacks_run_raw_so_that_their_silence_means_something(fired):
    """About half of them; the others need another browser, or markup that goes on after them."""
    rate = len(fired(ATTACKS)) / len(ATTACKS)
    assert rate > 0.2


def test_no_attack_runs_once_it_went_through_our_hands(fired):
    treated = {
        treated
        for attack in ATTACKS
        for treated in (clean(attack), clean_paste(attack), render(attack, AnyFigure()).html)
    }

    assert fired(sorted(treated)) == []
