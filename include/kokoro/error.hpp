#pragma once

#include <kokoro/version.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace kokoro {

/// What went wrong, in kinds that callers treat differently. Names and statuses: traits().
enum class ErrorCode {
  invalid_input,  ///< the caller's argument or request is wrong
  not_found,      ///< a voice, model, language or file does not exist
  too_large,      ///< a limit on size or length is exceeded
  unsupported,    ///< well-formed, but this build or machine cannot do it
  corrupt,        ///< a file exists but its content is damaged or hostile
  io,             ///< reading or writing failed (permissions, disk full)
  network,        ///< a download failed
  unavailable,    ///< something needed is missing now: data of a language, a model that failed to load, draining
  busy,           ///< the queue is full; try again later
  cancelled,      ///< the caller withdrew
  internal,       ///< a bug
  failed_check,   ///< a developer command's comparison is past its bound
};

/// How one kind of error shows at each surface.
struct ErrorTraits {
  ErrorCode code;
  std::string_view name;         ///< "invalid_input"
  int http_status;               ///< 400
  std::string_view openai_type;  ///< "invalid_request_error"
  int exit_code;                 ///< of the command line, 1 to 63
};

/// The one table from kind to status, type and exit code.
KOKORO_EXPORT const ErrorTraits& traits(ErrorCode code);

/// An error for a person: what happened, where, and what to do about it.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  ///< one sentence, names the file, field or voice, and what was expected
  std::string hint;     ///< what to do next; may be empty
  std::string param;    ///< the request field or flag that is wrong; may be empty
};

/// A value, or the Error that a user or a file caused. Exceptions are for bugs and for memory only.
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::not_found, "…");` in a function that returns Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}, std::string param = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), std::move(param)});
}

/// Passes an error on from a function with another result type.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace kokoro
