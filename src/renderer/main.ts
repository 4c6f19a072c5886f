import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.ts'
import './theme/base.css'
import './theme/layout.css'
import './theme/print.css'

createApp(App).use(createPinia()).use(router).mount('#app')
