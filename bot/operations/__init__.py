"""How the service is watched and stopped: health, metrics, logs and a sign of life."""
