#include <gtest/gtest.h>

#include "server/middleware/allowed_hosts.hpp"
#include "server/middleware/gate.hpp"
#include "server/middleware/trusted_proxies.hpp"

/// Under which name, from which page and through which proxy somebody asks.
namespace kokoro::server {
namespace {

using HeaderPairs = std::vector<std::pair<std::string, std::string>>;

Request request_with(const HeaderPairs& headers, const std::string& method = "POST",
                     const std::string& client = "10.0.0.1") {
  Request request;
  request.method = method;
  request.path = "/v1/audio/speech";
  request.client = client;
  for (const auto& [name, value] : headers) request.headers.add(name, value);
  return request;
}

TEST(AllowedHosts, KnowsItsOwnNames) {
  const auto local = AllowedHosts::make("127.0.0.1", {"speech.example.org", "*.example.net"}).value();
  for (const char* host :
       {"127.0.0.1", "127.0.0.1:8880", "127.0.0.9", "[::1]:8880", "localhost", "LocalHost:1", "a.localhost", "kokoro",
        "kokoro:8880", "nas.local", "speech.example.org", "SPEECH.example.org.", "a.example.net", ""}) {
    EXPECT_TRUE(local.allows(host)) << host;
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example", "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]",
                           "example.net", "evilexample.net", "x.speech.example.org", "localhost.evil.example"}) {
    EXPECT_FALSE(local.allows(host)) << host;
  }
}

TEST(AllowedHosts, AServerOnAllNetworksHasManyAddresses) {
  const auto open = AllowedHosts::make("0.0.0.0", {}).value();
  EXPECT_TRUE(open.allows("192.0.2.1:80"));
  EXPECT_TRUE(open.allows("[2001:db8::1]"));
  EXPECT_FALSE(open.allows("evil.example"));
  EXPECT_TRUE(AllowedHosts::make("127.0.0.1", {"*"}).value().allows("evil.example"));
  EXPECT_EQ(AllowedHosts::make("::", {"https://a"}).error().param, "allowed_hosts");
}

TEST(TrustedProxies, TheLastAddressThatIsNoProxyAsks) {
  const auto proxies = TrustedProxies::make({"10.0.0.0/8", "2001:db8::/33", "127.0.0.1"}).value();
  const auto client = [&](const HeaderPairs& headers, const char* peer) {
    return proxies.client(request_with(headers, "GET", peer));
  };
  EXPECT_EQ(client({}, "10.1.1.1"), "10.1.1.1");
  EXPECT_EQ(client({{"X-Forwarded-For", "192.0.2.1"}}, "10.1.1.1"), "192.0.2.1");
  EXPECT_EQ(client({{"x-forwarded-for", "6.6.6.6, 192.0.2.1 , 10.2.2.2"}}, "::ffff:10.1.1.1"), "192.0.2.1");
  EXPECT_EQ(client({{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-For", "2001:db8:1::1"}}, "127.0.0.1"), "192.0.2.1");
  EXPECT_EQ(client({{"X-Forwarded-For", "192.0.2.1"}}, "11.0.0.1"), "11.0.0.1") << "no proxy of ours";
  EXPECT_EQ(client({{"X-Forwarded-For", "192.0.2.1, nonsense"}}, "10.1.1.1"), "10.1.1.1");
  EXPECT_EQ(client({{"X-Forwarded-For", "10.3.3.3"}}, "10.1.1.1"), "10.3.3.3");
  EXPECT_FALSE(proxies.trusts("2001:db8:8000::1"));
  for (const char* wrong : {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "", "::/129"}) {
    EXPECT_EQ(TrustedProxies::make({wrong}).error().param, "trusted_proxies") << wrong;
  }
}

TEST(Gate, PagesOfOtherServersDoNothing) {
  AccessOptions options;
  options.cors_origins = {"https://good.example"};
  const auto gate = Gate::make(options).value();
  const auto passes = [&](HeaderPairs headers, const char* method = "POST") {
    headers.emplace_back("Host", "localhost:8880");
    return !gate->answer(request_with(headers, method), false).has_value();
  };
  EXPECT_TRUE(passes({})) << "a program";
  EXPECT_TRUE(passes({{"Origin", "http://localhost:8880"}})) << "its own page";
  EXPECT_TRUE(passes({{"Sec-Fetch-Site", "same-origin"}}));
  EXPECT_TRUE(passes({{"Sec-Fetch-Site", "none"}}));
  EXPECT_TRUE(passes({{"Origin", "https://good.example"}, {"Sec-Fetch-Site", "cross-site"}}));
  EXPECT_TRUE(passes({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}}, "GET")) << "a link";
  EXPECT_FALSE(passes({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}})) << "a form";
  EXPECT_FALSE(passes({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}}, "GET")) << "a picture";
  EXPECT_FALSE(passes({{"Origin", "https://evil.example"}}));
  EXPECT_FALSE(passes({{"Origin", "null"}}));
  EXPECT_FALSE(passes({{"Origin", "http://localhost:3000"}, {"Sec-Fetch-Site", "same-site"}}));
}

TEST(Gate, OneKeyIsOneClientAndTheKeyItselfIsNotTold) {
  AccessOptions options;
  options.api_keys = {"sk-one", "sk-two"};
  const auto gate = Gate::make(options).value();
  const auto client = [&](const char* shown) { return gate->client(request_with({{"Authorization", shown}})); };
  const std::string one = client("Bearer sk-one");
  EXPECT_TRUE(one.starts_with("key "));
  EXPECT_EQ(one.find("sk-"), std::string::npos);
  EXPECT_EQ(client("bearer sk-one"), one);
  EXPECT_EQ(client("Bearer   sk-one "), one);
  EXPECT_NE(client("Bearer sk-two"), one);
  EXPECT_EQ(client("Bearer wrong"), "10.0.0.1");
}

}  // namespace
}  // namespace kokoro::server
