"""Is the office alive: the answer for start scripts and load balancers."""

from flask import Blueprint, jsonify
from sqlalchemy import text

from app.db import db

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> object:
    """Answer ok once the database answers."""
    db.session.execute(text("select 1"))
    return jsonify({"status": "ok"})
