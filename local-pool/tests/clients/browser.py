"""A browser without scripts: it keeps cookies, follows redirects only within the pool, and submits forms."""

import urllib.parse
from html.parser import HTMLParser

import requests


class Form(HTMLParser):
    """The address of a page's first form, all hidden fields of the page, and the text of its alerts."""

    def __init__(self, page):
        super().__init__()
        self.action, self.hidden, self.alert, self.in_alert = None, {}, "", False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = attributes["action"]
        if tag == "input" and attributes.get("type") == "hidden":
            self.hidden[attributes["name"]] = attributes["value"]
        self.in_alert = attributes.get("role") == "alert"

    def handle_data(self, data):
        if self.in_alert:
            self.alert += data
            self.in_alert = False


class Browser:
    def __init__(self, url):
        self.url = url
        self.session = requests.Session()

    def open(self, address):
        """Opens an address. Returns the page, or the target of a redirect that leads out of the pool."""
        return self._follow(self.session.get(address, allow_redirects=False, timeout=30))

    def submit(self, page, **fields):
        form = Form(page)
        address = urllib.parse.urljoin(self.url, form.action)
        return self._follow(
            self.session.post(address, data={**form.hidden, **fields}, allow_redirects=False, timeout=30)
        )

    def sign_in(self, address, username, password):
        return self.submit(self.open(address), username=username, password=password)

    def _follow(self, response):
        while "location" in response.headers:
            target = urllib.parse.urljoin(response.url, response.headers["location"])
            if not target.startswith(f"{self.url}/"):
                return target
            response = self.session.get(target, allow_redirects=False, timeout=30)
        return response.text
