DROP INDEX sign_offs_once_key;
