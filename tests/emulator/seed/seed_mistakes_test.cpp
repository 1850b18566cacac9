// Every mistake says where it is, and nothing of the seed is applied.
#include "tests/emulator/seed/seed_case.hpp"

namespace pail::emulator::testing {
namespace {

struct Case {
  std::string text;
  std::string message;  // how it begins
};

class SeedMistakes : public SeedCase {
 protected:
  void expect(const std::vector<Case>& cases, const std::filesystem::path& folder = {}) {
    for (const Case& one : cases) {
      SCOPED_TRACE(one.text);
      const std::string found = mistake(one.text, folder);
      EXPECT_EQ(found.substr(0, one.message.size()), one.message);
      EXPECT_TRUE(bucket_names().empty()) << "something was applied";
      EXPECT_EQ(s3.emulator().worlds().size(), 1U) << "the rehearsal is still there";
    }
  }
  // In the second line of the second bucket.
  static std::string second(const std::string& members) {
    return "{\"buckets\": [{\"name\": \"first\"},\n{\"name\": \"second\",\n" + members + "}]}";
  }
  static std::string object(const std::string& members) {
    return second("\"objects\": [{\"key\": \"k\",\n" + members + "}]");
  }
};

TEST_F(SeedMistakes, OfSyntax) {
  expect({{"", "seed.json:1:1: it is empty"},
          {"{\n\"buckets\": [}", "seed.json:2:13: syntax error"},
          {"{\"buckets\": [],\n \"buckets\": []}", "seed.json:2:10: buckets is there twice"}});
}

TEST_F(SeedMistakes, OfShape) {
  expect({
      {"[]", "seed.json:1: this has to be an object, and is a list"},
      {"{\n\"bucket\": []}",
       "seed.json:2: bucket: there is no such member; there are identities, buckets"},
      {"{\"buckets\": {}}", "seed.json:1: buckets: this has to be a list, and is an object"},
      {"{\"buckets\": [\n{}]}", "seed.json:2: buckets[0]: it has no \"name\""},
      {"{\"buckets\": [\n{\"name\": 1}]}",
       "seed.json:2: buckets[0].name: this has to be a text, and is a number"},
      {"{\"buckets\": [{\"name\": \"first\"},\n {\"name\": \"first\"}]}",
       "seed.json:2: buckets[1]: there is a bucket 'first' already"},
      {second("\"version\": \"Enabled\""), "seed.json:3: buckets[1].version: there is no such"},
      {second("\"tags\": {\"a\": 1}"),
       "seed.json:3: buckets[1].tags.a: this has to be a text, and is a number"},
      {second("\"cors\": {\"CORSRule\": null}"),
       "seed.json:3: buckets[1].cors.CORSRule: this says nothing in XML"},
      {second("\"cors\": {\"a b\": 1}"), "seed.json:3: buckets[1].cors.a b: this is no name of"},
      {second("\"objects\": [{\"key\": \"k\", \"text\": \"\"},\n{\"key\": \"k\", \"text\": \"\"}]"),
       "seed.json:4: buckets[1].objects[1]: there is an object 'k' already"},
  });
}

TEST_F(SeedMistakes, OfObjects) {
  const std::string at = "seed.json:4: buckets[1].objects[0].";
  expect({
      {second("\"objects\": [{\"key\": \"\", \"text\": \"\"}]"),
       "seed.json:3: buckets[1].objects[0]: a key has one character at least"},
      {object("\"metadata\": {}"), "seed.json:3: buckets[1].objects[0]: it has no body"},
      {object("\"text\": \"\", \"json\": 1"), at + "json: it has a body already: text"},
      {object("\"base64\": \"?\""), at + "base64: this is no Base64"},
      {object("\"bytes\": {\"size\": 1}"), at + "bytes: it has no \"random\""},
      {object("\"bytes\": {\"size\": -1, \"random\": 0}"), at + "bytes.size: this has to be a"},
      {object("\"bytes\": {\"size\": 5368709121, \"random\": 0}"),
       "seed.json:3: buckets[1].objects[0]: S3 takes at most 5 GiB"},
      {object("\"text\": \"\", \"headers\": {\"Host\": \"x\"}"),
       at + "headers.Host: this is no header that S3 stores"},
      {object("\"text\": \"\", \"metadata\": {\"a\": \"x\\r\\ny\"}"),
       at + "metadata: a header cannot hold a line break"},
      {object("\"text\": \"\", \"metadata\": {\"a\": \"1\", \"A\": \"2\"}"),
       at + "metadata: 'A' is there twice"},
      {object("\"versions\": []"), at + "versions: its bucket needs \"versioning\""},
      {second("\"versioning\": \"Enabled\", \"objects\": [{\"key\": \"k\", \"versions\": []}]"),
       "seed.json:3: buckets[1].objects[0].versions: there has to be one at least"},
  });
}

TEST_F(SeedMistakes, OfFiles) {
  const Folder folder;
  folder.write("large.xml", std::string(3 << 20, ' '));
  expect({{object("\"file\": \"x\""), "seed.json:4: buckets[1].objects[0].file: no such file 'x'"},
          {object("\"file\": \".\""), "seed.json:4: buckets[1].objects[0].file: no such file '.'"},
          {second("\"tree\": \"x\""), "seed.json:3: buckets[1].tree: no such folder 'x'"},
          {second("\"cors\": {\"file\": \"x.xml\"}"),
           "seed.json:3: buckets[1].cors.file: no such file 'x.xml'"},
          {second("\"cors\": {\"file\": \"large.xml\"}"),
           "seed.json:3: buckets[1].cors.file: the file is larger than any document"}},
         folder.path());
}

TEST_F(SeedMistakes, OfSeedsThatComeWithoutAFolder) {
  const std::string refusal = ": a seed that comes over HTTP cannot name files";
  expect(
      {{object("\"file\": \"/etc/passwd\""), "seed.json:4: buckets[1].objects[0].file" + refusal},
       {second("\"tree\": \"/\""), "seed.json:3: buckets[1].tree" + refusal},
       {second("\"policy\": {\"file\": \"x\"}"), "seed.json:3: buckets[1].policy.file" + refusal}});
}

TEST_F(SeedMistakes, OfS3sOwnRules) {
  const std::string at = "seed.json:3: buckets[1]";
  expect({
      {"{\"buckets\": [{\"name\": \"first\"},\n{\"name\": \"Second\"}]}",
       "seed.json:2: buckets[1]: 'Second': InvalidBucketName"},
      {second("\"versioning\": \"On\""), at + ".versioning: MalformedXML"},
      {second("\"cors\": {\"Rule\": {}}"), at + ".cors: MalformedXML"},
      {second("\"cors\": {\"CORSRule\": {\"AllowedMethod\": \"STEAL\", \"AllowedOrigin\": \"*\"}}"),
       at + ".cors: InvalidRequest: Found unsupported HTTP method"},
      {second("\"acl\": \"public-read\""), at + ".acl: AccessControlListNotSupported"},
      {second("\"objects\": [{\"key\": \"k\", \"text\": \"\", \"storage_class\": \"FAST\"}]"),
       at + ".objects[0]: 'k': InvalidStorageClass"},
      {second("\"objects\": [{\"key\": \"" + std::string(1025, 'k') + "\", \"text\": \"\"}]"),
       at + ".objects[0]: 'kkk"},
      {second("\"owner\": \"nobody\""), at + ".owner: this is not the access key of"},
  });
}

TEST_F(SeedMistakes, InTheLastObjectLeaveTheWorldAsItWas) {
  s3.make_bucket("mine");
  s3.put("mine/k", "before");
  const std::string text = R"({"buckets": [{"name": "mine", "versioning": "Enabled", "objects": [
    {"key": "k", "text": "after"}, {"key": "l", "text": "", "acl": "nonsense"}]}]})";
  EXPECT_NE(mistake(text), "");
  EXPECT_EQ(s3.get("mine/k"), "before");
  EXPECT_EQ(get("/mine?versioning").element("Status"), "");
}

}  // namespace
}  // namespace pail::emulator::testing
