#include "server/http/memory_budget.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace kokoro::server {
namespace {

TEST(MemoryBudget, RefusesWhatIsNotThere) {
  MemoryBudget budget(100);
  EXPECT_TRUE(budget.reserve(60));
  EXPECT_FALSE(budget.reserve(41));
  EXPECT_FALSE(budget.reserve(~std::size_t{0}));
  EXPECT_TRUE(budget.reserve(40));
  EXPECT_TRUE(budget.full());
  EXPECT_EQ(budget.refusals(), 2U);
  budget.add(50);  // what is there already is counted all the same
  EXPECT_EQ(budget.used(), 150U);
  budget.release(150);
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryShare, GrowsAndGivesBack) {
  MemoryBudget budget(100);
  {
    MemoryShare share(budget);
    EXPECT_TRUE(share.grow_to(30));
    EXPECT_TRUE(share.grow_to(20)) << "it does not become less";
    EXPECT_EQ(budget.used(), 30U);
    EXPECT_FALSE(share.grow_to(101));
    EXPECT_EQ(share.bytes(), 30U);
    MemoryShare moved(std::move(share));
    EXPECT_TRUE(moved.grow_to(90));
    EXPECT_EQ(budget.used(), 90U);
    moved = MemoryShare(budget);
    EXPECT_EQ(budget.used(), 0U);
  }
  EXPECT_EQ(budget.used(), 0U);
  EXPECT_TRUE(MemoryShare().grow_to(~std::size_t{0})) << "one of no budget";
}

}  // namespace
}  // namespace kokoro::server
