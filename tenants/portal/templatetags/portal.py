"""`{% home_block block %}`: a part of the home that a module contributes. `{% may "units.manage" as may_add %}`."""

from django import template
from django.utils.safestring import SafeString

from kernel.accounts import permissions
from tenants.portal.contributions import HomeBlock

register = template.Library()


@register.simple_tag(takes_context=True)
def home_block(context: template.Context, block: HomeBlock) -> SafeString:
    """Render the block's template with its context above the page's."""
    assert context.template is not None
    with context.push(**block.context):
        return context.template.engine.get_template(block.template).render(context)


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """Say whether who looks at the page has the permission."""
    return permissions.may(context["actor"], permission)
