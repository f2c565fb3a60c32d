# Debian packages, by what needs them; of a|b the first that is installed or that the system has. Read by
# script/bootstrap. Debian 12's default Boost is too old for Boost.JSON, so there it has a number in its name.
build_packages=(
  g++ cmake ninja-build pkg-config
  "libboost-json-dev|libboost-json1.81-dev" libcli11-dev libavcodec-dev libavformat-dev libavutil-dev libebur128-dev libcurl4-openssl-dev libespeak-ng-dev espeak-ng-data libexpat1-dev
  libexpected-dev libfmt-dev libhwy-dev libmecab-dev libprotobuf-dev libspdlog-dev libssl-dev libtomlplusplus-dev libutf8proc-dev libxxhash-dev prometheus-cpp-dev zlib1g-dev
)
test_packages=(
  clang clang-format clang-tidy libclang-rt-dev libgtest-dev libgmock-dev ffmpeg openssl open-jtalk-mecab-naist-jdic python3-venv curl
)
# Only for tools/make_checkpoint.py, tools/capture_reference.py, tools/export_onnx.py and bench/compare.
reference_packages=(
  python3-torch libopenblas0-pthread python3-numpy python3-pip python3-venv
)
