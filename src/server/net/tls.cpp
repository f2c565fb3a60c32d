#include "server/net/tls.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <utility>

#include "base/blob.hpp"
#include "base/log.hpp"

namespace kokoro::server {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

Result<Blob> read(const std::filesystem::path& file, std::string_view what, std::string_view param) {
  auto blob = map_file(file);
  if (blob) return blob;
  Error error = blob.error();
  error.message = fmt::format("{}: {}", what, error.message);
  error.param = param;
  return fail(std::move(error));
}

boost::asio::const_buffer bytes(const Blob& blob) { return {blob.bytes.data(), blob.bytes.size()}; }

/// Clients will refuse such a certificate; the server need not, since its clock may be the one that is wrong.
void warn_of_validity(ssl::context& context, const std::string& name) {
  const X509* certificate = SSL_CTX_get0_certificate(context.native_handle());
  if (certificate == nullptr) return;
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    log::warning("TLS certificate: the one in {} has expired: clients will refuse it", name);
  }
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    log::warning("TLS certificate: the one in {} is not valid yet: clients will refuse it", name);
  }
}

}  // namespace

Result<std::shared_ptr<ssl::context>> make_tls_context(const std::filesystem::path& certificate,
                                                       const std::filesystem::path& key) {
  const auto chain = read(certificate, "TLS certificate", "tls_certificate");
  if (!chain) return fail(chain.error());
  const auto secret = key.empty() ? chain : read(key, "TLS key", "tls_key");
  if (!secret) return fail(secret.error());

  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                       ssl::context::no_tlsv1_1);
  error_code ec;
  bool passphrase = false;
  // Else OpenSSL would ask for it at the terminal.
  context->set_password_callback(
      [&passphrase](std::size_t, ssl::context::password_purpose) {
        passphrase = true;
        return std::string();
      },
      ec);
  if (!ec) context->use_certificate_chain(bytes(*chain), ec);
  if (ec) {
    return fail(ErrorCode::invalid_input,
                fmt::format("TLS certificate: {} holds no certificate in PEM: {}", chain->name, ec.message()),
                "the file must start with -----BEGIN CERTIFICATE-----, the server's own certificate first",
                "tls_certificate");
  }
  context->use_private_key(bytes(*secret), ssl::context::pem, ec);
  if (passphrase) {
    return fail(ErrorCode::invalid_input, fmt::format("TLS key: {} is locked with a passphrase", secret->name),
                "write it without one: openssl pkey -in KEY -out NEW_KEY", "tls_key");
  }
  if (ec && std::string_view(ec.message()).find("mismatch") != std::string_view::npos) {
    return fail(ErrorCode::invalid_input,
                fmt::format("TLS key: the key in {} is not that of the certificate in {}", secret->name, chain->name),
                "name the key that the certificate was made for", "tls_key");
  }
  if (ec) {
    return fail(ErrorCode::invalid_input,
                fmt::format("TLS key: {} holds no private key in PEM: {}", secret->name, ec.message()),
                key.empty() ? "name the file of the key with --tls-key"
                            : "the file must start with -----BEGIN PRIVATE KEY----- or the like",
                "tls_key");
  }
  warn_of_validity(*context, chain->name);
  // The callback refers to this call's variables.
  context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); }, ec);
  return context;
}

}  // namespace kokoro::server
