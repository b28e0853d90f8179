import { startSimulator } from "@tillkit/simulator";
import http from 'node:http';
let t=performance.now();
const s=await startSimulator(); console.log('start ms',(performance.now()-t).toFixed(1));
const agent=new http.Agent({keepAlive:true,maxSockets:32});
function req(method,path,body,i){return new Promise((res,rej)=>{const r=http.request({agent,host:'127.0.0.1',port:s.port,method,path,headers:{authorization:'Bearer sk_test_x',...(body?{'content-type':'application/x-www-form-urlencoded','content-length':Buffer.byteLength(body),'idempotency-key':'k'+i}:{})}},x=>{x.resume();x.on('end',()=>res(x.statusCode))});r.on('error',rej);if(body)r.write(body);r.end();});}
await req('POST','/v1/payment_intents','amount=1250&currency=usd&allowed_payment_method_types[0]=card_present','w');
const id=s.paymentIntents[0].id;
for (const [name,f] of [['create',i=>req('POST','/v1/payment_intents','amount=1250&currency=usd&allowed_payment_method_types[0]=card_present&metadata[order]=7',i)],['read',()=>req('GET','/v1/payment_intents/'+id)]]){
 for(let round=0;round<3;round++){const N=6000;let n=0;t=performance.now();await Promise.all(Array.from({length:32},async()=>{while(n<N){const i=n++;await f(name+round+'_'+i)}}));const ms=performance.now()-t;console.log(name,Math.round(N/ms*1000),'req/s');}}
console.log(s.violations); await s.close(); agent.destroy();
