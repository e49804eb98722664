"""The design system: styles, icons, components and base templates."""
