"""Flask-JWT-Extended as in its guide: the refresh token is the bearer of POST /refresh, and is not rotated."""

import secrets
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
)
from serve import account, bearer, logging_refresh_tokens, serve
from werkzeug.security import check_password_hash, generate_password_hash

user, password = account()
users = {user: generate_password_hash(password, method="pbkdf2:sha256:1000")}
revoked = set()

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = secrets.token_hex(32)
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)
# The default of the library: 30 days.
app.config["JWT_REFRESH_TOKEN_EXPIRES"] = timedelta(days=30)
jwt = JWTManager(app)


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return payload["jti"] in revoked


@app.post("/login")
def login():
    given = request.get_json()
    stored = users.get(given.get("username"))
    if stored is None or not check_password_hash(stored, given.get("password", "")):
        return jsonify(msg="Bad username or password"), 401
    identity = given["username"]
    return jsonify(access_token=create_access_token(identity), refresh_token=create_refresh_token(identity))


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    return jsonify(access_token=create_access_token(get_jwt_identity()))


@app.delete("/logout")
@jwt_required(verify_type=False)
def logout():
    revoked.add(get_jwt()["jti"])
    return jsonify(msg="token revoked")


@app.get("/protected")
@jwt_required()
def protected():
    return jsonify(logged_in_as=get_jwt_identity())


serve(logging_refresh_tokens(app, "/refresh", bearer))
