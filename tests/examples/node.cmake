# node.cmake: `node --test` of the example in SOURCE, from a copy in FOLDER.
file(COPY "${SOURCE}/" DESTINATION "${FOLDER}")
execute_process(COMMAND node --test WORKING_DIRECTORY "${FOLDER}" COMMAND_ERROR_IS_FATAL ANY)
