#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>

namespace kokoro::server {

/// What TLS 1.2 and 1.3 connections of a server need: the chain of `certificate`, leaf first, and its private key, both
/// in PEM; an empty `key` means that it is in the certificate's file.
/// Errors: not_found, io, invalid_input (no PEM, another certificate's key, a key with a passphrase).
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::filesystem::path& certificate,
                                                                    const std::filesystem::path& key);

}  // namespace kokoro::server
