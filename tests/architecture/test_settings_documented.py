"""Every setting that an operator may make is in docs/operate/settings.md."""

from pathlib import Path

from kohkol.config.environment import Environment

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "settings.md"


def test_every_setting_is_documented_with_its_meaning():
    page = PAGE.read_text()
    missing = []
    for name, field in Environment.model_fields.items():
        variable = str(field.validation_alias or f"KOHKOL_{name.upper()}")
        if f"`{variable}`" not in page or str(field.description) not in page:
            missing.append(variable)
    assert missing == []
