#include "server/net/proxy_header.hpp"

#include <gtest/gtest.h>

namespace kokoro::server {
namespace {

using namespace std::string_literals;

/// Feeds a header as a connection does; what is left is behind it.
struct Heard {
  ProxyHeader header;
  std::string rest;
};
Heard hear(std::string bytes) {
  Heard heard;
  while (heard.header.wanted() > 0 && heard.header.wanted() <= bytes.size()) {
    const std::string piece = bytes.substr(0, heard.header.wanted());
    bytes.erase(0, piece.size());
    heard.header.take(piece);
  }
  heard.rest = bytes;
  return heard;
}

const std::string kSignature = "\r\n\r\n\0\r\nQUIT\n"s;

TEST(ProxyHeader, ReadsLines) {
  const auto v4 = hear("PROXY TCP4 192.0.2.1 192.0.2.9 56324 443\r\nGET /");
  EXPECT_TRUE(v4.header.valid());
  EXPECT_EQ(v4.header.client(), "192.0.2.1");
  EXPECT_EQ(v4.rest, "GET /");
  EXPECT_EQ(hear("PROXY TCP6 2001:db8::1 ::1 1 2\r\n").header.client(), "2001:db8::1");
  const auto own = hear("PROXY UNKNOWN\r\nGET /");
  EXPECT_TRUE(own.header.valid());
  EXPECT_EQ(own.header.client(), "");
  EXPECT_EQ(own.rest, "GET /");
}

TEST(ProxyHeader, ReadsTheBinaryForm) {
  const auto v4 = hear(kSignature + "\x21\x11\x00\x0F"s + "\xC0\x00\x02\x01"s + "\xC0\x00\x02\x09"s +
                       "\x01\x02\x03\x04"s + "tlvGET /");
  EXPECT_TRUE(v4.header.valid());
  EXPECT_EQ(v4.header.client(), "192.0.2.1");
  EXPECT_EQ(v4.rest, "GET /");
  const std::string address = "\x20\x01\x0D\xB8"s + std::string(11, '\0') + "\x07"s;
  EXPECT_EQ(hear(kSignature + "\x21\x21\x00\x24"s + address + address + "\0\1\0\2"s).header.client(), "2001:db8::7");
  const auto own = hear(kSignature + "\x20\x00\x00\x00"s + "GET /");
  EXPECT_TRUE(own.header.valid());
  EXPECT_EQ(own.header.client(), "");
  EXPECT_EQ(own.rest, "GET /");
}

TEST(ProxyHeader, RefusesEverythingElse) {
  for (const std::string& wrong :
       {"GET / HTTP/1.1\r\n\r\n"s, "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n"s, "PROXY TCP4 localhost 1.2.3.4 1 2\r\n"s,
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n"s, "PROXY TCP4 " + std::string(200, '1') + "\r\n",
        kSignature + "\x11\x11\x00\x00"s, kSignature + "\x21\x11\xFF\xFF"s}) {
    const auto heard = hear(wrong);
    EXPECT_EQ(heard.header.wanted(), 0U) << wrong;
    EXPECT_FALSE(heard.header.valid()) << wrong;
    EXPECT_EQ(heard.header.client(), "") << wrong;
  }
}

}  // namespace
}  // namespace kokoro::server
