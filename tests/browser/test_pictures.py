"""A picture in a message fits a telephone, opens in full, and says what it shows."""

from playwright.sync_api import Browser, expect

from bot.clock import utc_now
from bot.pictures.drawing import draw
from bot.practice.server import PracticeServer
from bot.slack_pictures import upload
from tests.bot.pictures.shapes import AGENCY
from tests.bot.practice.conftest import client_of, make_plan
from tests.waiting import PATIENCE


def test_a_picture_fits_a_telephone_and_opens_in_full(browser: Browser) -> None:
    with PracticeServer(make_plan(), clock=utc_now) as server:
        client = client_of(server)
        file_id = upload(client, draw(AGENCY), title="Agency", alt="Agency is 14", name="a.png")
        shown = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Agency is 14"}
        client.chat_postMessage(channel="C0COURT", text="Agency", blocks=[shown])
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(f"{server.url}/#as=U0MIA&in=C0COURT")
        image = page.get_by_role("img", name="Agency is 14")
        expect(image).to_be_visible()
        expect(image).to_have_js_property("naturalWidth", 1080)
        box = image.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["width"] >= 240
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Open in full: Agency is 14").click()
        full = opened.value
        full.wait_for_load_state()
        assert full.locator("img").evaluate("node => node.naturalWidth") == 1080
        page.close()
