app_name = "reprise"
urlpatterns = []
