// What the listings share: their parameters, and the entries of the document.
// Pure. Spec: shared/spec/semantics.md §12, operations.md §3.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/operation.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {

// An integer parameter as S3 reads it: digits, perhaps behind a '-', within 32 bits; empty or
// absent is `fallback`. InvalidArgument "Provided <name> not an integer or within integer range".
Result<std::int64_t> read_integer(const wire::Query& query, std::string_view name,
                                  std::int64_t fallback);

// Refusals that need no credential: max-keys that is no number, and a parameter of the other
// version of the call.
Result<void> check_list_query_v1(const wire::Query& query);
Result<void> check_list_query_v2(const wire::Query& query);

struct ListParameters {
  std::string_view prefix;
  std::string_view delimiter;
  std::int64_t max_keys = 0;       // as echoed: not capped
  std::string_view encoding_type;  // as sent; "" when texts go out as they are
};
// All but max_keys, which the listing of uploads has under another name.
Result<ListParameters> read_list_texts(const wire::Query& query);
// Views into the query. InvalidArgument: encoding-type; check_max_keys() is a step of its own,
// since it comes behind the token's.
Result<ListParameters> read_list_parameters(const wire::Query& query);
Result<void> check_max_keys(const ListParameters& parameters);

// One page; empty when max-keys is 0. `after` as ListQuery::after.
Result<model::ListPage> read_page(const Call& call, const ListParameters& parameters,
                                  std::string_view after);

// `text` as it stands in the document: percent-encoded if the client asked for that.
std::string shown(const ListParameters& parameters, std::string_view text);
enum class Owners : bool { hidden, shown };
void write_tail_of_parameters(wire::XmlWriter& xml, const ListParameters& parameters,
                              bool truncated);  // Delimiter, EncodingType, IsTruncated
void write_entries(wire::XmlWriter& xml, const ListParameters& parameters,
                   const model::ListPage& page, Owners owners);
// Of an object or version in a listing: LastModified to StorageClass.
void write_facts(wire::XmlWriter& xml, const model::Object& object, Owners owners);
void write_common_prefixes(wire::XmlWriter& xml, const ListParameters& parameters,
                           const std::vector<std::string>& prefixes);
void write_owner(wire::XmlWriter& xml, std::string_view canonical_id);

}  // namespace pail::emulator::documents
