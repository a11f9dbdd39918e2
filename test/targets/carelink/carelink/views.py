from django.core.cache import cache
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.response import Response


@api_view(["GET"])
def me(request):
    return Response({"id": request.user.id, "username": request.user.username})


@api_view(["GET"])
@permission_classes([AllowAny])
def notice(request):
    """What everybody may read, from the cache."""
    return Response({"notice": cache.get("notice")})
