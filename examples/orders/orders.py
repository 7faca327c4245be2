ORDERS = [{"id": "1", "item": "tea"}, {"id": "2", "item": "coffee"}]
