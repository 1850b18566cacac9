// XML out and in. Out: a writer of ours that appends to one string (listings are hot). In: pugixml
// behind a view that ignores prefixes and namespaces, as S3 does, and refuses DTDs, too deep trees
// and trailing garbage. Spec: shared/spec/semantics.md §28, errors.md §1 and §10.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::wire {

inline constexpr std::string_view s3_namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

class XmlWriter {
 public:
  // Starts with the declaration and a line feed.
  XmlWriter();
  XmlWriter& open(std::string_view element, std::string_view xmlns = {});
  // Of the element that open() or empty() has just written.
  XmlWriter& attribute(std::string_view name, std::string_view value);
  XmlWriter& close();  // the innermost open element
  XmlWriter& text(std::string_view content);
  XmlWriter& element(std::string_view name, std::string_view content);
  XmlWriter& element(std::string_view name, std::uint64_t content);
  XmlWriter& element(std::string_view name, bool content);
  XmlWriter& element(std::string_view name, const char* content) {
    return element(name, std::string_view(content));
  }
  XmlWriter& empty(std::string_view name, std::string_view xmlns = {});
  std::string take();  // all elements must be closed

 private:
  void start_tag(std::string_view element, std::string_view xmlns, std::string_view end);
  void end_tag(std::string_view element);

  std::string out_;
  std::vector<std::string> open_;
};

// Appends `text` with & < > escaped, " as &quot;, CR as &#13;, other control characters as &#xN;.
void append_xml_escaped(std::string& out, std::string_view text);

// A parsed document; XmlNode views into it and must not outlive it.
class XmlNode;
class XmlDocument {
 public:
  // MalformedXML on anything but one element tree in UTF-8, without DTD, at most xml_depth_max
  // deep.
  static Result<XmlDocument> parse(std::string_view text);
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  ~XmlDocument();
  XmlNode root() const;

 private:
  struct Impl;
  explicit XmlDocument(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class XmlNode {
 public:
  XmlNode() = default;
  explicit operator bool() const noexcept { return node_ != nullptr; }
  std::string_view name() const;                            // local name, without prefix
  std::string_view attribute(std::string_view name) const;  // by local name; "" if there is none
  std::string_view text() const;  // all character data directly inside, white space kept
  XmlNode child(
      std::string_view name) const;  // first element of that local name; null node if none
  std::string_view child_text(std::string_view name) const { return child(name).text(); }
  std::vector<XmlNode> children() const;  // elements, in order
  std::vector<XmlNode> children(std::string_view name) const;

 private:
  friend class XmlDocument;
  explicit XmlNode(void* node) : node_(node) {}
  void* node_ = nullptr;
};

// The <Error> document for `error`; request_id and host_id are the texts of the two headers of
// those names.
std::string error_xml(const Error& error, std::string_view request_id, std::string_view host_id);
// Reads one back, as a client must: details are all elements but Code and Message, RequestId and
// HostId among them. STS's and IAM's <ErrorResponse> is read too. A code that is not in the table
// becomes UnknownError with the details Code and Status. Where the body says nothing (HEAD),
// `status` decides if S3 has one plain code for it; 400, 404 and 409 have several, so they are
// UnknownError with Status.
Error error_from_xml(std::string_view body, unsigned status);

}  // namespace pail::wire
