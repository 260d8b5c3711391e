def test_a_page_is_served_with_its_style(live_site, page_at):
    page = page_at(f"{live_site}/admin/login/")
    assert page.evaluate("document.styleSheets.length") > 0
