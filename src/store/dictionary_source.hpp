#pragma once

#include <kokoro/error.hpp>
#include <string>

#include "store/published_files.hpp"

namespace kokoro::store {

/// The published wheel of misaki, which holds the English dictionaries, as it lies on PyPI's file server.
RemoteFile misaki_wheel(const Home& home);

/// $PYPI_FILES_ENDPOINT without trailing slashes, else https://files.pythonhosted.org. Errors: invalid_input (not an
/// http or https address).
Result<std::string> dictionary_endpoint_of_environment();

}  // namespace kokoro::store
