// Signature Version 2: canonical forms and signing. Verifying is verify.hpp, built on these.
// Spec: shared/spec/sigv2.md §2-5, §7.
#pragma once

#include <string>
#include <string_view>

#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/text.hpp"
#include "wire/clock.hpp"

namespace pail::signer::v2 {

// §3. `date_line` is what stands on the Date line: the text of Date, of Expires (presigned), or ""
// when x-amz-date is among the headers.
void append_string_to_sign(Text& out, const Message& message, std::string_view date_line);
std::string string_to_sign(const Message& message, std::string_view date_line);
// The same over a resource other than the message's own.
std::string string_to_sign(const Message& message, std::string_view date_line,
                           std::string_view resource);
// The Date line of header authentication: "" when x-amz-date is sent, else the Date header's text.
std::string_view header_date_line(const wire::Headers& headers) noexcept;
// §4 and §5: the two parts that people get wrong, apart, for explain and tests.
void append_amz_headers(Text& out, const Message& message);
void append_resource(Text& out, const Message& message);
// Whether a query parameter of that name is signed, and whether with its value (§5's table).
enum class SubResource { not_signed, name_only, name_and_value };
SubResource sub_resource(std::string_view name) noexcept;

// The signature alone.
void append_signature(std::string& out, const Key& key, const Message& message,
                      std::string_view date_line);
// "AWS AKID:signature" for a request that carries Date or x-amz-date already.
void append_authorization(std::string& out, const Key& key, const Message& message);
std::string authorization(const Key& key, const Message& message);
// Adds AWSAccessKeyId, Expires and Signature (and x-amz-security-token for temporary keys) to
// `query`, which holds the request's own parameters; `message.query` must be that same object.
// Content-Type and Content-MD5 in message.headers are bound: the user of the URL has to send them.
void presign(const Key& key, const Message& message, wire::Query& query, wire::Time expires);

}  // namespace pail::signer::v2
