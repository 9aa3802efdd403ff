"""The WSGI application that servers load."""

from app.office import create_office

app = create_office()
