#include "store/dictionary_source.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace kokoro::store {
namespace {

constexpr const char* kVariable = "PYPI_FILES_ENDPOINT";

}  // namespace

RemoteFile misaki_wheel(const Home& home) {
  return {.url_path =
              "packages/82/ec/0ee4110ddb54278b8f21c40a140370ae8f687036c4edf578316602697c56/"
              "misaki-0.9.4-py3-none-any.whl",
          .target = home.lexicons_folder() / "misaki-0.9.4-py3-none-any.whl",
          .content = Content::zip,
          .sha256 = "90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a",
          .min_bytes = 3'617'774,
          .max_bytes = 3'617'774};
}

Result<std::string> dictionary_endpoint_of_environment() {
  const char* given = std::getenv(kVariable);
  std::string endpoint = given == nullptr || *given == '\0' ? "https://files.pythonhosted.org" : given;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (!endpoint.starts_with("https://") && !endpoint.starts_with("http://")) {
    return fail(ErrorCode::invalid_input, fmt::format("{} is '{}', not an https or http address", kVariable, endpoint),
                "unset it, or set it like https://files.pythonhosted.org", kVariable);
  }
  return endpoint;
}

}  // namespace kokoro::store
