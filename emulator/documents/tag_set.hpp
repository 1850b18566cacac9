// Tags of objects and buckets, as headers and documents have them. What is read comes back sorted
// by key: S3 promises no order, and so there is one. Pure. Spec: shared/spec/semantics.md §16,
// errors.csv (InvalidTag, BadRequest, InvalidArgument).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "emulator/model/object.hpp"
#include "wire/result.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {

enum class TagOwner : bool { object, bucket };
inline constexpr std::size_t object_tags_max = 10;  // S3
inline constexpr std::size_t bucket_tags_max = 50;  // S3

// The value of x-amz-tagging: "k1=v1&k2", URL-encoded. InvalidArgument when it is not that, or
// names a key twice; InvalidTag and BadRequest as below.
wire::Result<model::Pairs> parse_tagging_header(std::string_view header);

// A <Tagging> document. MalformedXML (MissingRequestBodyError without any), BadRequest for too many
// tags, InvalidTag (TagKey, TagValue) for one that may not be.
wire::Result<model::Pairs> parse_tagging(std::string_view document, TagOwner owner);

// An element that holds <Tag>s. The same errors.
wire::Result<model::Pairs> parse_tag_set(const wire::XmlNode& set, TagOwner owner);

// The `tagging` field of a form: the same document; one with another root says nothing (recorded).
wire::Result<model::Pairs> parse_tagging_field(std::string_view field);

// The same document again. Of Pairs, or of the views an Object gives out.
std::string tagging_document(const model::Pairs& tags);
std::string tagging_document(const model::Object::PairViews& tags);

}  // namespace pail::emulator::documents
