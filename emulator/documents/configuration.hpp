// Documents that configure a bucket or an object: what S3 asks of all of them. The digests are
// judged in DeleteObjects' order: headers, an empty body, the schema, then what the digests say.
// Spec: shared/spec/errors.md §9, operations.csv (digest_required).
#pragma once

#include <cstddef>
#include <string_view>

#include "emulator/body.hpp"
#include "emulator/operation.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {

// InvalidRequest without Content-MD5 or a checksum, and when they are malformed;
// MaxMessageLengthExceeded. `handler` parses, then calls check_digests().
Result<Begin> collect_configuration(Call& call, std::size_t bytes_max, DocumentHandler handler);
// The same where no digest is asked for.
Result<Begin> collect_document(Call& call, std::size_t bytes_max, DocumentHandler handler);

// MissingRequestBodyError when there is none, MalformedXML when its root is another.
Result<wire::XmlDocument> parse_configuration(std::string_view document, std::string_view root);

// BadDigest, XAmzContentSHA256Mismatch.
Result<void> check_digests(const Call& call, const BodyDigests& digests);

}  // namespace pail::emulator::documents
