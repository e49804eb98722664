"""Why the news module says no."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict, DomainError, NotFound, TooMany


class ArticleNotFound(NotFound):
    """No such article, or not for who asks."""

    def __init__(self) -> None:
        super().__init__(_("We did not find this article. It may have been withdrawn."))


class ChangedMeanwhile(Conflict):
    """Somebody else saved the article since the form was opened."""

    code = "changed-meanwhile"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s saved this article while you were writing. Copy your text, then open the article again.")
            % {"name": name}
        )


class AltTextMissing(DomainError):
    """A picture without words for who cannot see it."""

    code = "alt-text-missing"

    def __init__(self) -> None:
        super().__init__(_("Describe the picture in a sentence, for people who cannot see it."))


class NothingToPublish(Conflict):
    """What is published is already the newest text."""

    code = "nothing-to-publish"

    def __init__(self) -> None:
        super().__init__(_("The newest text is already published."))


class NotPublished(Conflict):
    """The article is not on the portal."""

    code = "not-published"

    def __init__(self) -> None:
        super().__init__(_("This article is not published."))


class CommentsClosed(DomainError):
    """The region does not take comments now."""

    code = "comments-closed"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Comments are closed."))


class TooManyComments(TooMany):
    """Many comments came from one connection."""

    code = "too-many-comments"

    def __init__(self) -> None:
        super().__init__(message=_("Many comments came from your connection. Try again in an hour."))


class CategoryInUse(Conflict):
    """Articles still belong to the category."""

    code = "category-in-use"

    def __init__(self) -> None:
        super().__init__(_("Articles still belong to this category. Move them first."))


class CategoryExists(Conflict):
    """Two categories may not have the same name."""

    code = "category-exists"

    def __init__(self) -> None:
        super().__init__(_("There is a category of this name."))
