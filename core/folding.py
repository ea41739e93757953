"""Text as it is compared: without case, accents and the letters' national forms."""

import re
import unicodedata

from django.db import models

_PLAIN = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
    }
)
_WORD = re.compile(r"[^\W_]+")


def fold(text):
    """`Trần Đức`, `tran duc` and `TRẦN ĐỨC` all become `tran duc`."""
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text)


def words(text):
    """The folded words of what somebody typed to find something."""
    return _WORD.findall(fold(text))


def typed_words(text):
    """The words as they were typed, for a text that has no folded copy."""
    return _WORD.findall(text)[:12]


class FoldedQuerySet(models.QuerySet):
    def matching(self, text):
        """Rows in which every word occurs, in any order and spelling."""
        rows = self
        for word in words(text)[:12]:
            rows = rows.filter(folded__contains=word)
        return rows


class Folded(models.Model):
    """Keeps a folded copy of some fields, so that both databases find the same."""

    folded_from = ()

    folded = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.refold()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def refold(self):
        parts = (str(getattr(self, name)) for name in self.folded_from)
        self.folded = " ".join(words(" ".join(parts)))
