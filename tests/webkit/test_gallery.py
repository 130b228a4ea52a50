"""Every component draws in both languages and both themes."""

import re

import pytest

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("url", ["/gallery", "/gallery/form", "/gallery/table", "/gallery/print"])
def test_the_gallery_draws(web, url, language):
    web.cookies["mingjing_language"] = language
    page = web.get(url)
    assert page.status_code == 200
    assert ("Sign out" in page.content.decode()) == (language == "en")


def test_english_pages_hold_no_chinese_but_names(web):
    web.cookies["mingjing_language"] = "en"
    page = web.get("/gallery").content.decode()
    for name in ("赵登记", "汉阴执法办案管理中心", 'title="切换到中文"', "中</button>"):
        page = page.replace(name, "")
    assert not HAN.search(page), page[HAN.search(page).start() - 200 :][:300]


def test_the_theme_asked_for_is_drawn(web):
    assert 'data-theme="dark"' in web.get("/gallery?theme=dark").content.decode()
    assert "data-theme" not in web.get("/gallery?theme=evil").content.decode().split("<head>")[0]
