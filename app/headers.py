"""Security headers, the same on every answer of both doors, errors included."""

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data: blob:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"),
    ("X-Frame-Options", "DENY"),
)


def policy_with_images(origin: str) -> str:
    """Return the policy of a page whose map takes its tiles from `origin`."""
    return POLICY.replace("img-src 'self'", f"img-src 'self' {origin}")


def register_headers(app: Flask) -> None:
    """Set the headers on every answer that doesn't set its own."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS:
            response.headers.setdefault(name, value)
        return response
