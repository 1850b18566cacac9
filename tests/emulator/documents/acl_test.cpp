#include "emulator/documents/acl.hpp"

#include <gtest/gtest.h>

namespace pail::emulator::documents {
namespace {

using wire::Errc;

const std::string alice(64, 'a');
const std::string bob(64, 'b');
const std::string everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
const std::string known_users = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const std::string log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
const std::string ec2 = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

class Two final : public Accounts {
 public:
  bool has(std::string_view id) const override { return id == alice || id == bob; }
  std::string_view number(std::string_view) const override { return {}; }
};

const std::string alice_controls = "FULL_CONTROL id=" + alice + "\n";

// "" when an ACL is the owner's alone; otherwise what is stored.
std::string canned(std::string_view name, const AclSubject& subject) {
  const auto acl = acl_from_headers({{"x-amz-acl", name}}, subject);
  if (!acl) return std::string(acl.error().code_text());
  return stored_form(*acl.value(), subject.owner);
}

TEST(CannedAcl, OnAnObjectOfAnothersBucket) {
  const AclSubject object{.owner = alice, .bucket_owner = bob};
  const std::pair<std::string, std::string> cases[] = {
      {"private", ""},
      {"public-read", alice_controls + "READ uri=" + everybody + "\n"},
      {"public-read-write",
       alice_controls + "READ uri=" + everybody + "\nWRITE uri=" + everybody + "\n"},
      {"authenticated-read", alice_controls + "READ uri=" + known_users + "\n"},
      {"aws-exec-read", alice_controls + "READ id=" + ec2 + "\n"},
      {"bucket-owner-read", alice_controls + "READ id=" + bob + "\n"},
      {"bucket-owner-full-control", alice_controls + "FULL_CONTROL id=" + bob + "\n"},
      {"log-delivery-write", "InvalidArgument"},
      {"Private", "InvalidArgument"},
      {"", "InvalidArgument"}};
  for (const auto& [name, stored] : cases) EXPECT_EQ(canned(name, object), stored) << name;
}

TEST(CannedAcl, GrantsABucketsOwnerNothingOnItsOwnObjects) {
  const AclSubject own{.owner = alice, .bucket_owner = alice};
  EXPECT_EQ(canned("bucket-owner-read", own), "");
  EXPECT_EQ(canned("bucket-owner-full-control", own), "");
}

TEST(CannedAcl, OnABucket) {
  const AclSubject bucket{.owner = alice, .bucket_owner = alice, .is_bucket = true};
  EXPECT_EQ(canned("log-delivery-write", bucket),
            alice_controls + "WRITE uri=" + log_delivery + "\nREAD_ACP uri=" + log_delivery + "\n");
  EXPECT_EQ(canned("bucket-owner-read", bucket), "InvalidArgument");
}

TEST(GrantHeaders, AreListsWithOrWithoutQuotes) {
  const std::string control = "id=" + alice;
  const std::string read = "id=\"" + alice + "\", uri=" + everybody + " ,id = " + bob;
  const std::string write_acp = "uri=\"" + known_users + "\"";
  const wire::Headers headers = {{"x-amz-grant-full-control", control},
                                 {"X-Amz-Grant-Read", read},
                                 {"x-amz-grant-write-acp", write_acp}};
  const auto acl = acl_from_headers(headers, {.owner = alice, .bucket_owner = alice});
  ASSERT_TRUE(acl);
  EXPECT_EQ(stored_form(*acl.value(), alice),
            "READ id=" + alice + "\nREAD uri=" + everybody + "\nREAD id=" + bob +
                "\nWRITE_ACP uri=" + known_users + "\n" + alice_controls);
}

TEST(GrantHeaders, WhatCannotBeReadIsNamed) {
  struct Case {
    std::string value, message, name, argument;
  };
  const std::string unread = "Argument format not recognized";
  const Case cases[] = {{"bob", unread, "x-amz-grant-read", "bob"},
                        {"name=bob", unread, "x-amz-grant-read", "name=bob"},
                        {"id=", unread, "x-amz-grant-read", "id="},
                        {"id=1,,id=2", unread, "x-amz-grant-read", "id=1,,id=2"},
                        {"uri=http://nobody", "Invalid group uri", "uri", "http://nobody"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.value);
    const auto acl = acl_from_headers({{"x-amz-grant-read", c.value}}, {alice, alice});
    ASSERT_FALSE(acl);
    EXPECT_EQ(acl.error().code(), Errc::InvalidArgument);
    EXPECT_EQ(acl.error().message(), c.message);
    EXPECT_EQ(acl.error().detail("ArgumentName"), c.name);
    EXPECT_EQ(acl.error().detail("ArgumentValue"), c.argument);
  }
}

TEST(GrantHeaders, AHundredAreEnough) {
  std::string list = "id=1";
  for (int i = 1; i < 100; ++i) list += ",id=1";
  EXPECT_TRUE(acl_from_headers({{"x-amz-grant-read", list}}, {alice, alice}));
  list += ",id=1";
  const auto acl = acl_from_headers({{"x-amz-grant-read", list}}, {alice, alice});
  ASSERT_FALSE(acl);
  EXPECT_EQ(acl.error().code(), Errc::MalformedACLError);
}

TEST(AclHeaders, NoneAreNoAcl) {
  const auto none = acl_from_headers({{"x-amz-date", "x"}}, {alice, alice});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none.value().has_value());
}

std::string policy(const std::string& grants, const std::string& owner = alice) {
  return "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>" +
         owner + "</ID><DisplayName>me</DisplayName></Owner><AccessControlList>" + grants +
         "</AccessControlList></AccessControlPolicy>";
}

std::string grant(const std::string& type, const std::string& inner,
                  const std::string& permission = "READ") {
  return "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"" +
         type + "\">" + inner + "</Grantee><Permission>" + permission + "</Permission></Grant>";
}

TEST(AclDocument, IsReadAndWrittenBack) {
  const std::string grants =
      grant("CanonicalUser", "<ID>" + bob + "</ID><DisplayName>b</DisplayName>", "WRITE_ACP") +
      grant("Group", "<URI>" + everybody + "</URI>");
  const auto acl = acl_from_document(policy(grants), alice);
  ASSERT_TRUE(acl);
  EXPECT_EQ(stored_form(acl.value(), alice),
            "WRITE_ACP id=" + bob + "\nREAD uri=" + everybody + "\n");
  EXPECT_EQ(acl_document(acl.value(), alice),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<AccessControlPolicy "
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>" +
                alice + "</ID></Owner><AccessControlList>" +
                grant("CanonicalUser", "<ID>" + bob + "</ID>", "WRITE_ACP") +
                grant("Group", "<URI>" + everybody + "</URI>") +
                "</AccessControlList></AccessControlPolicy>");
}

TEST(AclDocument, ItsFaultsAreNamed) {
  const std::string user = "<ID>" + bob + "</ID>";
  std::string many;
  for (int i = 0; i < 101; ++i) many += grant("CanonicalUser", user);
  const std::pair<std::string, Errc> cases[] = {
      {"", Errc::MalformedACLError},
      {"<AccessControlPolicy", Errc::MalformedACLError},
      {"<AccessControlPolicy/>", Errc::MalformedACLError},
      {"<Other/>", Errc::MalformedACLError},
      {"<AccessControlPolicy><AccessControlList/></AccessControlPolicy>", Errc::MalformedACLError},
      {"<AccessControlPolicy><Owner><ID>" + alice + "</ID></Owner></AccessControlPolicy>",
       Errc::MalformedACLError},
      {policy("<Other/>"), Errc::MalformedACLError},
      {policy("<Grant/>"), Errc::MalformedACLError},
      {policy(grant("CanonicalUser", user, "EVERYTHING")), Errc::MalformedACLError},
      {policy(grant("", user)), Errc::MalformedACLError},
      {policy(grant("Person", user)), Errc::MalformedACLError},
      {policy(grant("Group", user)), Errc::MalformedACLError},
      {policy(grant("CanonicalUser", user + user)), Errc::MalformedACLError},
      {policy(grant("CanonicalUser", "<ID/>")), Errc::MalformedACLError},
      {policy(many), Errc::MalformedACLError},
      {policy(grant("Group", "<URI>http://nobody</URI>")), Errc::InvalidArgument},
      {policy(grant("CanonicalUser", user), bob), Errc::AccessDenied}};
  for (const auto& [document, code] : cases) {
    SCOPED_TRACE(document.substr(0, 400));
    const auto acl = acl_from_document(document, alice);
    ASSERT_FALSE(acl);
    EXPECT_EQ(acl.error().code(), code);
  }
}

TEST(StoredAcl, ComesBackWhole) {
  const Acl none;
  EXPECT_EQ(acl_from_stored(stored_form(none, alice), alice), none) << "not the owner's control";
  EXPECT_EQ(stored_form(owner_only(alice), alice), "");
  EXPECT_EQ(acl_from_stored("", bob), owner_only(bob));
  const Acl many = {{AclPermission::write, GranteeKind::user, bob},
                    {AclPermission::read_acp, GranteeKind::group, everybody},
                    {AclPermission::full_control, GranteeKind::user, alice}};
  EXPECT_EQ(acl_from_stored(stored_form(many, alice), alice), many);
}

TEST(Grantees, MustBeKnown) {
  const auto refusal = [](const Grant& grant, AclForm form) {
    const Two accounts{};
    const auto outcome = check_grantees({grant}, form, accounts);
    return outcome ? std::string()
                   : wire::describe(outcome.error()) + " " +
                         std::string(outcome.error().detail("ArgumentName")) + " " +
                         std::string(outcome.error().detail("ArgumentValue"));
  };
  using enum GranteeKind;
  EXPECT_EQ(refusal({AclPermission::read, user, bob}, AclForm::headers), "");
  EXPECT_EQ(refusal({AclPermission::read, user, ec2}, AclForm::headers), "");
  EXPECT_EQ(refusal({AclPermission::read, group, everybody}, AclForm::headers), "");
  EXPECT_EQ(refusal({AclPermission::read, user, "x"}, AclForm::headers),
            "InvalidArgument: Invalid id id x");
  EXPECT_EQ(refusal({AclPermission::read, user, "x"}, AclForm::document),
            "InvalidArgument: Invalid id CanonicalUser/ID x");
  EXPECT_TRUE(refusal({AclPermission::read, email, "a@b"}, AclForm::document)
                  .starts_with("UnresolvableGrantByEmailAddress: The e-mail address"));
}

TEST(PublicAcls, GrantToEverybodyOrToWhoeverHasAnAccount) {
  const auto is_public = [](std::string_view name) {
    const AclSubject bucket{.owner = alice, .bucket_owner = alice, .is_bucket = true};
    return grants_to_everybody(*acl_from_headers({{"x-amz-acl", name}}, bucket).value());
  };
  EXPECT_TRUE(is_public("public-read"));
  EXPECT_TRUE(is_public("authenticated-read"));
  EXPECT_FALSE(is_public("private"));
  EXPECT_FALSE(is_public("aws-exec-read"));
  EXPECT_FALSE(is_public("log-delivery-write"));
}

}  // namespace
}  // namespace pail::emulator::documents
