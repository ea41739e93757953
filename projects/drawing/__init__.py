"""Pictures of projects: pure computation, which templates write down as SVG."""
