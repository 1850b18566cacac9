// Belief: a completed object's parts are asked for by the numbers they were uploaded under, gaps
// included, and ActualPartCount counts the parts that are there. The fact sheet speaks of parts
// without gaps. Wrong if the service counts parts anew at completion.
#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class Assumption031 : public MultipartTest {};

TEST_F(Assumption031, PartsKeepTheirNumbers) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 2, five_mib).status, 200U);
  ASSERT_EQ(put_part(id, 9, "end").status, 200U);
  ASSERT_EQ(complete(id, document(part(2, five_mib) + part(9, "end"))).status, 200U);
  EXPECT_EQ(s3.send({.target = "/bucket/key?partNumber=9"}).body, "end");
  const Answer gap = s3.send({.target = "/bucket/key?partNumber=1"});
  EXPECT_EQ(gap.code(), "InvalidPartNumber");
  EXPECT_EQ(gap.element("ActualPartCount"), "2");
}

}  // namespace
}  // namespace pail::emulator::testing
