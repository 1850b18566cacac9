def newest(folder): pass
def write(files, docs): pass
