#pragma once

#include <array>

#include "server/schema/field.hpp"

namespace kokoro::server {

// The error body as http/error_body.hpp writes it.

inline constexpr std::array kErrorFields{
    Field{.name = "message", .required = true, .example_json = R"("voice: there is no voice 'nobody'")"},
    Field{.name = "type", .required = true, .example_json = R"("invalid_request_error")"},
    Field{.name = "param", .text = "The field that is wrong, as a path: turns[2].voice."},
    Field{.name = "code", .required = true, .example_json = R"("invalid_voice")"},
};
inline constexpr Table kErrorTable{"Error", "For clients of OpenAI.", kErrorFields};

inline constexpr std::array kDetailFields{
    Field{.name = "error", .text = "The code.", .required = true},
    Field{.name = "message", .required = true},
    Field{.name = "type", .required = true},
};
inline constexpr Table kDetailTable{"ErrorDetail", "For clients of Kokoro-FastAPI.", kDetailFields};

inline constexpr std::array kErrorMembers{
    Field{.name = "error", .kind = Kind::object, .required = true, .object = &kErrorTable},
    Field{.name = "detail", .kind = Kind::object, .required = true, .object = &kDetailTable},
};
inline constexpr Table kErrorBodyTable{"ErrorBody", "Every error has this body.", kErrorMembers};
inline constexpr Field kErrorBody = object_of(kErrorBodyTable);

}  // namespace kokoro::server
