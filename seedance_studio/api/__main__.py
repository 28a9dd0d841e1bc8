"""`python -m seedance_studio.api docs/openapi.json` writes the OpenAPI document."""

import json
import sys
from pathlib import Path

from fastapi import FastAPI

from seedance_studio.api.openapi import describe
from seedance_studio.api.rest import router

if __name__ == "__main__":
    document = describe(FastAPI(routes=router.routes))
    words = json.dumps(document, ensure_ascii=False, indent=1)
    Path(sys.argv[1]).write_text(words + "\n", encoding="utf-8")
