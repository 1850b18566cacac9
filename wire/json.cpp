// Boost.JSON's implementation, compiled once for everybody who includes <boost/json.hpp>.
#include <boost/json/src.hpp>
