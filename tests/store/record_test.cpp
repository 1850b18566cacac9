#include "emulator/store/record.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace pail::store::testing {
namespace {

using namespace std::string_literals;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(const RecordView& record, std::size_t slot) {
  Pairs pairs;
  record.each_pair(slot, [&](std::string_view name, std::string_view value) {
    pairs.emplace_back(name, value);
  });
  return pairs;
}

TEST(Record, GivesBackEverySlot) {
  const std::string bytes = RecordBuilder(4).set(0, "etag").set(2, "\0\xff"s).set_u64(3, 5).build();
  const auto record = RecordView::open(bytes);
  ASSERT_TRUE(record);
  EXPECT_EQ(record.value().get(0), "etag");
  EXPECT_EQ(record.value().get(1), "");
  EXPECT_EQ(record.value().get(2), "\0\xff"s);
  EXPECT_EQ(record.value().get_u64(3), 5u);
}

TEST(Record, LiesInMemoryAsItsHeaderSays) {
  EXPECT_EQ(RecordBuilder(3).set(0, "ab").set(2, "c").build(),
            "\x01\x03\0\0\x02\0\0\0\x02\0\0\0\x03\0\0\0abc"s);
  EXPECT_EQ(RecordBuilder(0).build(), "\x01\0\0\0"s);
  EXPECT_EQ(RecordBuilder(1).set_u64(0, 0x0102030405060708).build().substr(8),
            "\x08\x07\x06\x05\x04\x03\x02\x01");
}

TEST(Record, MissingSlotsAreEmptySoThatOldRecordsStayReadable) {
  const std::string bytes = RecordBuilder(1).set(0, "old").build();
  const auto record = RecordView::open(bytes);
  ASSERT_TRUE(record);
  for (const std::size_t slot : {std::size_t{1}, std::size_t{254}, SIZE_MAX}) {
    EXPECT_EQ(record.value().get(slot), "");
    EXPECT_EQ(record.value().get_u64(slot), 0u);
    EXPECT_TRUE(pairs_of(record.value(), slot).empty());
  }
}

TEST(Record, NumbersAreWholeOrZero) {
  const std::string bytes =
      RecordBuilder(3).set_u64(0, UINT64_MAX).set(1, "1234567").set(2, "123456789").build();
  const auto record = RecordView::open(bytes);
  ASSERT_TRUE(record);
  EXPECT_EQ(record.value().get_u64(0), UINT64_MAX);
  EXPECT_EQ(record.value().get_u64(1), 0u);
  EXPECT_EQ(record.value().get_u64(2), 0u);
}

TEST(Record, PairsKeepTheirOrderAndAnyBytes) {
  const Pairs pairs{{"b", "2"}, {"a", ""}, {"", "no name"}, {"b", "\0\xff"s}, {"", ""}};
  const std::string bytes = RecordBuilder(2).set_pairs(0, pairs).set_pairs(1, {}).build();
  const auto record = RecordView::open(bytes);
  ASSERT_TRUE(record);
  EXPECT_EQ(pairs_of(record.value(), 0), pairs);
  EXPECT_TRUE(pairs_of(record.value(), 1).empty());
}

TEST(Record, HoldsAsManySlotsAsItsCountCanSay) {
  RecordBuilder builder(255);
  builder.set(254, "last");
  const std::string bytes = builder.build();
  EXPECT_EQ(RecordView::open(bytes).value().get(254), "last");
  EXPECT_THROW(RecordBuilder(256).build(), std::length_error);
  EXPECT_THROW(RecordBuilder(2).set(2, "beyond"), std::out_of_range);
}

TEST(Record, DamageIsRefused) {
  const std::string good = RecordBuilder(2).set(0, "ab").set(1, "cd").build();
  ASSERT_TRUE(RecordView::open(good));
  const auto with = [&](std::size_t at, char byte) {
    std::string bytes = good;
    bytes[at] = byte;
    return bytes;
  };
  const struct {
    const char* what;
    std::string bytes;
  } cases[] = {{"nothing", ""},
               {"half a head", good.substr(0, 3)},
               {"half a table", good.substr(0, 11)},
               {"cut short", good.substr(0, good.size() - 1)},
               {"more than it says", good + "x"},
               {"an older version", with(0, 0)},
               {"a newer version", with(0, 2)},
               {"reserved bytes in use", with(2, 1)},
               {"fewer slots than bytes", with(1, 1)},
               {"more slots than bytes", with(1, 9)},
               {"ends that fall", with(4, 5)},
               {"an end far outside", with(11, '\x80')}};
  for (const auto& [what, bytes] : cases) {
    SCOPED_TRACE(what);
    const auto record = RecordView::open(bytes);
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().code(), wire::Errc::InternalError);
  }
}

TEST(Record, TextThatDoesNotFitEndsTheList) {
  for (const std::string& bytes : {"\x01\0\0"s, "\x02\0\0\0a"s, "\xff\xff\xff\xff"s + "abc"}) {
    std::string_view rest = bytes;
    EXPECT_EQ(take_text(rest), "");
    EXPECT_EQ(rest, "");
  }
  const std::string whole = "\x01\0\0\0ab"s;
  std::string_view rest = whole;
  EXPECT_EQ(take_text(rest), "a");
  EXPECT_EQ(rest, "b");
}

}  // namespace
}  // namespace pail::store::testing
