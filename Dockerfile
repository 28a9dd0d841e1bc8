# The studio on a server of one's own:
#   docker build -t seedance-studio .
#   docker run -p 7860:7860 -v seedance:/data seedance-studio
# With an NVIDIA GPU: build with --build-arg TORCH_FROM= and run with --gpus all.
# The image holds PyAV's wheel, whose H.264 encoder is under the GPL (docs/decisions/001-dependencies.md).
FROM python:3.12-slim
# PyTorch's CPU build, which is much smaller; empty takes the one for CUDA.
ARG TORCH_FROM="--index-url https://download.pytorch.org/whl/cpu"
RUN useradd --create-home --uid 1000 studio && install -d -o studio /data
WORKDIR /home/studio/app
COPY requirements.txt .
RUN pip install --no-cache-dir $TORCH_FROM torch==2.13.0 \
    && pip install --no-cache-dir -r requirements.txt
COPY --chown=studio . .
USER studio
# Reachable from outside: the studio then keeps visitors apart and sets limits (README, "Settings").
ENV SEEDANCE_HOST=0.0.0.0 SEEDANCE_DATA_DIR=/data HF_HUB_DISABLE_TELEMETRY=1
EXPOSE 7860
VOLUME /data
HEALTHCHECK --start-period=60s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/', timeout=5)"
CMD ["python", "app.py"]
